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

	/** What Talk takes out before it looks for mentions (IComment::getMentions): blocks first, then what is left in a line. */
	private const CODE = ['/^```.*?(^```|\z)|^~~~.*?(^~~~|\z)/sm', '/`[^`\n]*`/'];

	/** @param callable(string $id, bool $quoted): bool $harmful is asked for each */
	public static function disarm(string $text, callable $harmful): string {
		$calm = (string)preg_replace_callback(self::PIECES, static function (array $found) use ($harmful): string {
			$written = $found[1] ?? '';
			$quoted = str_starts_with($written, '"');
			return $written !== '' && $harmful(trim($written, '"'), $quoted) ? '@' . self::JOINER . $written : $found[0];
		}, $text);
		return str_contains($calm, '`') && self::isGlued($calm, $harmful) ? str_replace('@', '@' . self::JOINER, $calm) : $calm;
	}

	/**
	 * Whether what stands around code is a mention once the code is gone: "@`x`all". Nobody writes so who means well.
	 *
	 * @param callable(string $id, bool $quoted): bool $harmful
	 */
	private static function isGlued(string $text, callable $harmful): bool {
		$left = (string)preg_replace(self::CODE, '', $text);
		preg_match_all('/\B@("[^"\n]*"|[a-z0-9_\-@.\']+)/i', $left, $found);
		foreach ($found[1] as $written) {
			if ($harmful(trim($written, '"'), str_starts_with($written, '"'))) {
				return true;
			}
		}
		return false;
	}
}
