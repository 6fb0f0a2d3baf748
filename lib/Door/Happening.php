<?php

declare(strict_types=1);

/**
 * SPDX-FileCopyrightText: 2026 Talk Relay contributors
 * SPDX-License-Identifier: AGPL-3.0-or-later
 */

namespace OCA\TalkRelay\Door;

/** Something that happened in a federated conversation, as a row of the outbox says it (docs/DOOR.md "The outbox"). */
final readonly class Happening {
	public const MESSAGE = 'message';
	public const SYSTEM = 'system';
	public const OBJECT = 'object';
	public const REACTION = 'reaction';
	public const ROOM = 'room';

	/**
	 * @param self::* $kind
	 * @param array<string, mixed> $body
	 */
	public function __construct(
		public string $token,
		public string $kind,
		public array $body,
	) {
	}
}
