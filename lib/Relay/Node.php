<?php

declare(strict_types=1);

/**
 * SPDX-FileCopyrightText: 2026 Talk Relay contributors
 * SPDX-License-Identifier: AGPL-3.0-or-later
 */

namespace OCA\TalkRelay\Relay;

/** A Node.js that was found. */
final class Node {
	public function __construct(
		public readonly string $path,
		/** `setting`, `path` or `package`. */
		public readonly string $source,
		/** `24.21.0`. */
		public readonly string $version,
	) {
	}
}
