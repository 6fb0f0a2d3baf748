<?php

declare(strict_types=1);

/**
 * SPDX-FileCopyrightText: 2026 Talk Relay contributors
 * SPDX-License-Identifier: AGPL-3.0-or-later
 */

namespace OCA\TalkRelay\Relay;

/** The relay answered with an error. */
final class Refused extends \Exception {
	/** @param string $word of `{"error": word}` */
	public function __construct(
		public readonly int $status,
		public readonly string $word,
		string $message,
	) {
		parent::__construct($message);
	}
}
