<?php

declare(strict_types=1);

/**
 * SPDX-FileCopyrightText: 2026 Talk Relay contributors
 * SPDX-License-Identifier: AGPL-3.0-or-later
 */

namespace OCA\TalkRelay\SelfTest;

/** What a check found, in words, and what to do about it. */
final readonly class Outcome {
	private function __construct(
		/** `ok`, `warning` or `error`. */
		public string $level,
		public string $says,
		public ?string $todo,
	) {
	}

	public static function ok(string $says): self {
		return new self('ok', $says, null);
	}

	/** It works, but not as well as it could, or may not for long. */
	public static function warning(string $says, string $todo): self {
		return new self('warning', $says, $todo);
	}

	public static function error(string $says, string $todo): self {
		return new self('error', $says, $todo);
	}
}
