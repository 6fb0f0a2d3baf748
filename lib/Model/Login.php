<?php

declare(strict_types=1);

/**
 * SPDX-FileCopyrightText: 2026 Talk Relay contributors
 * SPDX-License-Identifier: AGPL-3.0-or-later
 */

namespace OCA\TalkRelay\Model;

/** A login at another server that is under way. */
final readonly class Login {
	public function __construct(
		public int $id,
		/** What the browser knows it by; 32 hex digits. */
		public string $handle,
		public string $owner,
		/** The account that comes of it will be shared with all moderators. */
		public bool $shared,
		public string $server,
		/** Where that server is asked whether access was granted. */
		public string $endpoint,
		/** The poll token, encrypted; empty once it was used. It never reaches the browser. */
		#[\SensitiveParameter]
		public string $sealed,
		/** What came of it; 0: nothing yet. */
		public int $account,
		/** Seconds since 1970. */
		public int $expiresAt,
	) {
	}
}
