<?php

declare(strict_types=1);

/**
 * SPDX-FileCopyrightText: 2026 Talk Relay contributors
 * SPDX-License-Identifier: AGPL-3.0-or-later
 */

namespace OCA\TalkRelay\Service;

/** A right is missing: `403` with the reason, one of those that docs/API.md names. */
final class Denied extends \Exception {
	public function __construct(
		public readonly string $reason,
	) {
		parent::__construct($reason);
	}
}
