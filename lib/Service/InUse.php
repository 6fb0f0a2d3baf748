<?php

declare(strict_types=1);

/**
 * SPDX-FileCopyrightText: 2026 Talk Relay contributors
 * SPDX-License-Identifier: AGPL-3.0-or-later
 */

namespace OCA\TalkRelay\Service;

/** An account that conversations use can't be deleted: `409` with these. */
final class InUse extends \Exception {
	/** @param list<array{token: string, name: string}> $conversations */
	public function __construct(
		public readonly array $conversations,
	) {
		parent::__construct('in use');
	}
}
