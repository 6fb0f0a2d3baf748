<?php

declare(strict_types=1);

/**
 * SPDX-FileCopyrightText: 2026 Talk Relay contributors
 * SPDX-License-Identifier: AGPL-3.0-or-later
 */

namespace OCA\TalkRelay\SelfTest;

use OCA\TalkRelay\Relay\Sentence;
use OCP\ICacheFactory;

/** A memory cache: each chat message asks whether its conversation is federated. */
final class MemoryCache implements Check {
	public function __construct(
		private readonly ICacheFactory $caches,
	) {
	}

	#[\Override]
	public function id(): string {
		return 'cache';
	}

	#[\Override]
	public function name(): string {
		return Sentence::of('Memory cache');
	}

	#[\Override]
	public function run(): Outcome {
		return $this->caches->isLocalCacheAvailable()
			? Outcome::ok(Sentence::of('There is a memory cache.'))
			: Outcome::warning(Sentence::of('There is no memory cache: every chat message costs a query more.'),
				Sentence::of('Install APCu and set memcache.local in config.php.'));
	}
}
