<?php

declare(strict_types=1);

/**
 * SPDX-FileCopyrightText: 2026 Talk Relay contributors
 * SPDX-License-Identifier: AGPL-3.0-or-later
 */

namespace OCA\TalkRelay\Relay;

/** The relay can't be started here; the message says why, `todo` what a person can do. */
final class CannotStart extends \RuntimeException {
	public function __construct(
		string $why,
		public readonly string $todo,
	) {
		parent::__construct($why);
	}
}
