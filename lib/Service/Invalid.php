<?php

declare(strict_types=1);

/**
 * SPDX-FileCopyrightText: 2026 Talk Relay contributors
 * SPDX-License-Identifier: AGPL-3.0-or-later
 */

namespace OCA\TalkRelay\Service;

/** What a person wrote can't be taken: `400` with all that is wrong, for people to read. */
final class Invalid extends \Exception {
	/** @param non-empty-list<array{field: string, message: string}> $errors */
	public function __construct(
		public readonly array $errors,
	) {
		parent::__construct($errors[0]['message']);
	}

	public static function one(string $field, string $message): self {
		return new self([['field' => $field, 'message' => $message]]);
	}
}
