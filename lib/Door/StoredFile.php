<?php

declare(strict_types=1);

/**
 * SPDX-FileCopyrightText: 2026 Talk Relay contributors
 * SPDX-License-Identifier: AGPL-3.0-or-later
 */

namespace OCA\TalkRelay\Door;

/** A file that the relay uploaded. */
final readonly class StoredFile {
	public function __construct(
		public string $handle,
		public string $token,
		/** Its number in Nextcloud. */
		public int $file,
		/** The message that shows it; 0: none yet. */
		public int $message,
	) {
	}
}
