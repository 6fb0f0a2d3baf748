<?php

declare(strict_types=1);

/**
 * SPDX-FileCopyrightText: 2026 Talk Relay contributors
 * SPDX-License-Identifier: AGPL-3.0-or-later
 */

namespace OCA\TalkRelay\Service;

/** Checks what a person set for an account against the fields of its network. All that is wrong is told at once. */
final class AccountForm {
	private const LONGEST = 1000;
	private const LONGEST_SECRET = 4000;

	public function __construct(
		private readonly Hosts $hosts,
	) {
	}

	/**
	 * @param array<string, array<string, mixed>> $fields of the network
	 * @param array<array-key, mixed> $given
	 * @param list<string> $set secrets that are stored already, and may be left out
	 * @return array{settings: array<string, string|int|float|bool>, secrets: array<string, string>} what was given, checked
	 * @throws Invalid
	 */
	public function check(array $fields, array $given, array $set = []): array {
		$errors = [];
		$settings = [];
		$secrets = [];
		foreach (array_diff(array_map(strval(...), array_keys($given)), array_keys($fields)) as $unknown) {
			$errors[] = ['field' => mb_substr($unknown, 0, 64), 'text' => Text::of('There is no such setting.')];
		}
		foreach ($fields as $name => $field) {
			$secret = ($field['type'] ?? '') === 'secret';
			$value = $given[$name] ?? null;
			$empty = $value === null || $value === '';
			try {
				if ($empty && ($field['type'] ?? '') !== 'flag' && ($field['type'] ?? '') !== 'number' && !isset($field['optional'])
					&& !($secret && in_array($name, $set, true))) {
					throw Invalid::one($name, Text::of('This is needed.'));
				}
				if (!$empty && $secret) {
					$secrets[$name] = $this->secret($name, $value);
				} elseif (!$empty) {
					$settings[$name] = $this->value($name, $field, $value);
				}
			} catch (Invalid $wrong) {
				$errors = [...$errors, ...$wrong->errors];
			}
		}
		return $errors === [] ? ['settings' => $settings, 'secrets' => $secrets] : throw new Invalid($errors);
	}

	/**
	 * A name that people give a thing: one line, no more than fits.
	 *
	 * @throws Invalid
	 */
	public static function line(string $field, mixed $value, int $longest = 255): string {
		if (!is_string($value) || preg_match('/[\p{C}]/u', $value) !== 0) {
			throw Invalid::one($field, Text::of('Write one line, without invisible characters.'));
		}
		$text = trim($value);
		return mb_strlen($text) <= $longest ? $text : throw Invalid::one($field, Text::of('This is longer than %s characters.', $longest));
	}

	private function secret(string $name, #[\SensitiveParameter] mixed $value): string {
		return is_string($value) && strlen($value) <= self::LONGEST_SECRET && preg_match('/[\x00-\x08\x0b\x0c\x0e-\x1f]/', $value) === 0
			? $value
			: throw Invalid::one($name, Text::of('This is not a password.'));
	}

	/** @param array<string, mixed> $field */
	private function value(string $name, array $field, mixed $value): string|int|float|bool {
		return match ($field['type'] ?? '') {
			'flag' => is_bool($value) ? $value : throw Invalid::one($name, Text::of('This is either on or off.')),
			'number' => is_int($value) || (is_float($value) && is_finite($value)) ? $value
				: throw Invalid::one($name, Text::of('This is a number.')),
			'text' => $this->text($name, (string)($field['example'] ?? ''), $value),
			default => throw Invalid::one($name, Text::of('There is no such setting.')),
		};
	}

	/** A field whose example is a web address holds one, as for the relay. */
	private function text(string $name, string $example, mixed $value): string {
		$text = self::line($name, $value, self::LONGEST);
		return preg_match('#^https?://#', $example) === 1 ? $this->hosts->address($text, $name) : $text;
	}
}
