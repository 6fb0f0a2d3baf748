<?php

declare(strict_types=1);

/**
 * SPDX-FileCopyrightText: 2026 Talk Relay contributors
 * SPDX-License-Identifier: AGPL-3.0-or-later
 */

namespace OCA\TalkRelay\Relay;

use OCP\IL10N;

/**
 * What the relay and its process have to say comes as a sentence in English: it is logged, stored, and goes through two programs before
 * somebody reads it. Here it is known again by its pattern, and said in the reader's language. What fits no pattern stays as it is.
 */
final class Sentence {
	/** Between two sentences that were put together. */
	private const JOINTS = [' – ', '; ', ': ', '. '];
	/** @var ?array{exact: array<string, true>, patterns: array<string, non-empty-string>} patterns by template, the most specific first */
	private static ?array $known = null;

	/** The literal is what translators get: l10n/strings.ts finds it here. `%s` stands for a parameter. */
	public static function of(string $template, string|int ...$parameters): string {
		return vsprintf($template, array_values($parameters));
	}

	public static function in(IL10N $language, string $english): string {
		return self::by(static fn (string $text, array $parameters): string => $text === '' ? '' : $language->t($text, $parameters), $english);
	}

	/** @param callable(string, list<string>): string $say a template with its parameters */
	public static function by(callable $say, string $english): string {
		if ($english === '') {
			return '';
		}
		self::$known ??= self::load();
		if (isset(self::$known['exact'][$english])) {
			return $say($english, []);
		}
		foreach (self::$known['patterns'] as $template => $pattern) {
			if (preg_match($pattern, $english, $found) === 1) {
				$parts = array_map(static fn (string $part): string => self::by($say, $part), array_slice(array_values($found), 1));
				return $say($template, $parts);
			}
		}
		return self::joined($say, $english);
	}

	/** @param callable(string, list<string>): string $say */
	private static function joined(callable $say, string $english): string {
		foreach (self::JOINTS as $joint) {
			$parts = explode($joint, $english, 2);
			if (count($parts) === 2) {
				// A full stop belongs to the sentence before it.
				$stop = $joint === '. ' ? '.' : '';
				return self::by($say, $parts[0] . $stop) . substr($joint, strlen($stop)) . self::by($say, $parts[1]);
			}
		}
		return $english;
	}

	/** @return array{exact: array<string, true>, patterns: array<string, non-empty-string>} */
	private static function load(): array {
		/** @var list<string> $templates */
		$templates = json_decode((string)file_get_contents(__DIR__ . '/sentences.json'), true, flags: JSON_THROW_ON_ERROR);
		$exact = [];
		$patterns = [];
		foreach ($templates as $template) {
			$parts = preg_split('/%(?:\d+\$)?s/', $template) ?: [];
			if (count($parts) === 1) {
				$exact[str_replace('%%', '%', $template)] = true;
			} else {
				$own = array_map(static fn (string $part): string => preg_quote(str_replace('%%', '%', $part), '/'), $parts);
				$patterns[$template] = '/^' . implode('(.*?)', $own) . '$/su';
			}
		}
		return ['exact' => $exact, 'patterns' => $patterns];
	}
}
