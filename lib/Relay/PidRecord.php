<?php

declare(strict_types=1);

/**
 * SPDX-FileCopyrightText: 2026 Talk Relay contributors
 * SPDX-License-Identifier: AGPL-3.0-or-later
 */

namespace OCA\TalkRelay\Relay;

/** Which process is the relay. */
final class PidRecord implements \JsonSerializable {
	public function __construct(
		public readonly int $pid,
		/** Its start in ticks since boot. */
		public readonly string $start,
		public readonly string $boot,
		public readonly string $host,
		/** Which copy of the relay's program runs, and where it looks for the app. */
		public readonly string $program,
	) {
	}

	public static function read(string $file): ?self {
		$found = json_decode((string)@file_get_contents($file), true);
		return is_array($found) && is_int($found['pid'] ?? null) && $found['pid'] > 1
			? new self($found['pid'], (string)($found['start'] ?? ''), (string)($found['boot'] ?? ''), (string)($found['host'] ?? ''),
				(string)($found['program'] ?? ''))
			: null;
	}

	/** At once or not at all: a reader never sees half of it. */
	public function write(string $file): void {
		file_put_contents("$file.new", json_encode($this, JSON_THROW_ON_ERROR));
		rename("$file.new", $file);
	}

	#[\Override]
	public function jsonSerialize(): array {
		return get_object_vars($this);
	}
}
