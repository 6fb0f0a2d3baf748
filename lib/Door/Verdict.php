<?php

declare(strict_types=1);

/**
 * SPDX-FileCopyrightText: 2026 Talk Relay contributors
 * SPDX-License-Identifier: AGPL-3.0-or-later
 */

namespace OCA\TalkRelay\Door;

/** Why an item was not done, named for what the relay does about it (docs/DOOR.md "deliver"). */
final class Verdict extends \Exception {
	public const RETRY = 'retry';
	public const DROP = 'drop';
	public const CLOSE_ROOM = 'closeRoom';
	public const CANNOT = 'cannot';

	private function __construct(
		public readonly string $verdict,
		string $why,
		public readonly ?int $afterMs = null,
	) {
		parent::__construct($why);
	}

	/** Try again; the room's rest waits. */
	public static function retry(string $why, ?int $afterMs = null): self {
		return new self(self::RETRY, $why, $afterMs);
	}

	/** Will never succeed. */
	public static function drop(string $why): self {
		return new self(self::DROP, $why);
	}

	/** The conversation is gone, or closed to remote people. */
	public static function closeRoom(string $why): self {
		return new self(self::CLOSE_ROOM, $why);
	}

	/** Refused for good, but something else would be taken. */
	public static function cannot(string $why): self {
		return new self(self::CANNOT, $why);
	}

	/** @return array{verdict: string, why: string, afterMs?: int} */
	public function answer(): array {
		return ['verdict' => $this->verdict, 'why' => $this->getMessage()] + ($this->afterMs === null ? [] : ['afterMs' => $this->afterMs]);
	}
}
