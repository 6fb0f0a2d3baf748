<?php

declare(strict_types=1);

/**
 * SPDX-FileCopyrightText: 2026 Talk Relay contributors
 * SPDX-License-Identifier: AGPL-3.0-or-later
 */

namespace OCA\TalkRelay\Door;

/** What Talk takes for a mention within a text, and how it is made mere text. Pure. */
final class Mentions {
	/** WORD JOINER: seen by nobody, and Talk finds no mention behind it. */
	private const JOINER = "\u{2060}";
	/** Code, in which Talk sees no mentions; or a mention: quoted, or bare. */
	private const PIECES = '/^```.*?(?:^```|\z)|^~~~.*?(?:^~~~|\z)|`[^`\n]*`|@("[^"\n]*"|[a-z0-9_\-@.\']+)/ims';

	/** @param callable(string $id, bool $quoted): bool $harmful is asked for each */
	public static function disarm(string $text, callable $harmful): string {
		return (string)preg_replace_callback(self::PIECES, static function (array $found) use ($harmful): string {
			$written = $found[1] ?? '';
			$quoted = str_starts_with($written, '"');
			return $written !== '' && $harmful(trim($written, '"'), $quoted) ? '@' . self::JOINER . $written : $found[0];
		}, $text);
	}
}
