<?php

declare(strict_types=1);

/**
 * SPDX-FileCopyrightText: 2026 Talk Relay contributors
 * SPDX-License-Identifier: AGPL-3.0-or-later
 */

namespace OCA\TalkRelay\Talk;

/**
 * Whether what happens in this request is the app's own doing: Talk tells its events of it, too. Static, for the one who writes and the
 * one who listens may come from different containers.
 */
final class Injection {
	private static int $depth = 0;

	public static function active(): bool {
		return self::$depth > 0;
	}

	/**
	 * @template T
	 * @param callable(): T $work
	 * @return T
	 */
	public static function run(callable $work): mixed {
		self::$depth++;
		try {
			return $work();
		} finally {
			self::$depth--;
		}
	}
}
