<?php

declare(strict_types=1);

/**
 * SPDX-FileCopyrightText: 2026 Talk Relay contributors
 * SPDX-License-Identifier: AGPL-3.0-or-later
 */

namespace OCA\TalkRelay\Door;

/** A remote person, as stored for one conversation. */
final readonly class KnownPerson {
	public function __construct(
		/** Of the row. */
		public int $row,
		public string $id,
		public string $name,
		public ?string $avatar,
		/** Shut out of this conversation by a moderator here. */
		public bool $blocked,
		/**
		 * The other rooms that they are in now.
		 *
		 * @var list<int> the members' numbers
		 */
		public array $members,
	) {
	}

	public function isIn(int $member): bool {
		return in_array($member, $this->members, true);
	}

	/** In any of the other rooms now; else they were, or spoke before any room named them. */
	public function isPresent(): bool {
		return $this->members !== [];
	}
}
