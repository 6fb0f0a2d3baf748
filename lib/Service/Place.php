<?php

declare(strict_types=1);

/**
 * SPDX-FileCopyrightText: 2026 Talk Relay contributors
 * SPDX-License-Identifier: AGPL-3.0-or-later
 */

namespace OCA\TalkRelay\Service;

/** A room on a network, as the relay is to be told of it. */
final readonly class Place {
	public function __construct(
		public string $address,
		/** What it is called there, as far as that could be learnt. */
		public string $name,
	) {
	}
}
