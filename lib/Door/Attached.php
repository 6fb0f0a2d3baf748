<?php

declare(strict_types=1);

/**
 * SPDX-FileCopyrightText: 2026 Talk Relay contributors
 * SPDX-License-Identifier: AGPL-3.0-or-later
 */

namespace OCA\TalkRelay\Door;

/** A file of a message: what `door/files` gave for it, and how it is shown. */
final readonly class Attached {
	public function __construct(
		public string $handle,
		public bool $voice,
	) {
	}
}
