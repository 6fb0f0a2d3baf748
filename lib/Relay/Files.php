<?php

declare(strict_types=1);

/**
 * SPDX-FileCopyrightText: 2026 Talk Relay contributors
 * SPDX-License-Identifier: AGPL-3.0-or-later
 */

namespace OCA\TalkRelay\Relay;

/** What PHP has no function for. */
final class Files {
	/** A file, or a folder with all that is in it; links are removed, never followed. Nothing there is fine. */
	public static function remove(string $path): void {
		if (is_link($path) || !is_dir($path)) {
			@unlink($path);
			return;
		}
		foreach (array_diff((array)@scandir($path), ['.', '..']) as $name) {
			self::remove("$path/$name");
		}
		@rmdir($path);
	}

	/** All files of a folder, folders in it included. */
	public static function copy(string $from, string $to): void {
		if (is_dir($from)) {
			@mkdir($to, 0700, true);
			foreach (array_diff((array)scandir($from), ['.', '..']) as $name) {
				self::copy("$from/$name", "$to/$name");
			}
		} elseif (!copy($from, $to)) {
			throw new CannotStart(Sentence::of('%s could not be copied to %s.', $from, $to), Sentence::of('See whether the disk is full.'));
		}
	}

	/**
	 * The last lines of a text file, without reading all of a large one.
	 *
	 * @return list<string>
	 */
	public static function tail(string $path, int $lines): array {
		$size = (int)@filesize($path);
		$text = (string)@file_get_contents($path, false, null, max(0, $size - $lines * 500));
		return array_slice(array_values(array_filter(explode("\n", $text), static fn (string $line): bool => $line !== '')), -$lines);
	}
}
