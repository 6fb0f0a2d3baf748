<?php

declare(strict_types=1);

/**
 * SPDX-FileCopyrightText: 2026 Talk Relay contributors
 * SPDX-License-Identifier: AGPL-3.0-or-later
 */

namespace OCA\TalkRelay\Model;

/** A federated conversation of this server. */
final readonly class Gateway {
	/** What crosses of what nobody said. */
	public const NOTICES = ['call', 'people', 'room', 'poll'];
	/** What people do that can be left out; text always crosses. `files`: all but voice messages. */
	public const KINDS = ['files', 'voice', 'reactions', 'edits', 'deletions'];

	/**
	 * @param list<'call'|'people'|'room'|'poll'> $notices
	 * @param int $maxBytes of a file; 0: the administrator's limit
	 * @param list<string> $refusedNames of files: `*.exe`
	 * @param list<'files'|'voice'|'reactions'|'edits'|'deletions'> $refusedKinds what does not cross
	 */
	public function __construct(
		public int $id,
		public string $token,
		/** The conversation's name when it was federated. */
		public string $label,
		public bool $paused,
		public array $notices,
		public int $maxBytes,
		public array $refusedNames,
		public array $refusedKinds,
		public bool $mentionEveryone,
		public string $createdBy,
		/** Milliseconds since 1970. */
		public int $createdAt,
	) {
	}

	/** As the relay knows it. */
	public function name(): string {
		return "g$this->id";
	}

	public static function idOf(string $name): ?int {
		return preg_match('/^g([1-9]\d{0,17})$/', $name, $match) === 1 ? (int)$match[1] : null;
	}
}
