<?php

declare(strict_types=1);

/**
 * SPDX-FileCopyrightText: 2026 Talk Relay contributors
 * SPDX-License-Identifier: AGPL-3.0-or-later
 */

namespace OCA\TalkRelay\Service;

use OCP\IL10N;

/** What a person wrote can't be taken: `400` with all that is wrong, for people to read. */
final class Invalid extends \Exception {
	/** @param non-empty-list<array{field: string, text: Text}> $errors */
	public function __construct(
		public readonly array $errors,
	) {
		parent::__construct(implode(' ', array_map(static fn (array $error): string => $error['text']->english(), $errors)));
	}

	public static function one(string $field, Text $text): self {
		return new self([['field' => $field, 'text' => $text]]);
	}

	/** @return non-empty-list<array{field: string, message: string}> as docs/API.md has it */
	public function shown(IL10N $language): array {
		return array_map(static fn (array $error): array => ['field' => $error['field'], 'message' => $error['text']->in($language)],
			$this->errors);
	}
}
