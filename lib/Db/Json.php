<?php

declare(strict_types=1);

/**
 * SPDX-FileCopyrightText: 2026 Talk Relay contributors
 * SPDX-License-Identifier: AGPL-3.0-or-later
 */

namespace OCA\TalkRelay\Db;

/** What is kept as JSON within a column. */
final class Json {
	/** @return list<string> */
	public static function list(mixed $text): array {
		return array_values(array_filter((array)json_decode((string)$text, true), is_string(...)));
	}

	/** @return array<string, string|int|float|bool> */
	public static function map(mixed $text): array {
		$map = [];
		foreach ((array)json_decode((string)$text, true) as $name => $value) {
			if (is_scalar($value)) {
				$map[(string)$name] = $value;
			}
		}
		return $map;
	}
}
