<?php

declare(strict_types=1);

/**
 * SPDX-FileCopyrightText: 2026 Talk Relay contributors
 * SPDX-License-Identifier: AGPL-3.0-or-later
 */

namespace OCA\TalkRelay\SelfTest;

use OCA\TalkRelay\Relay\Client;
use OCA\TalkRelay\Relay\Refused;
use OCA\TalkRelay\Relay\Sentence;
use OCA\TalkRelay\Relay\Unreachable;
use OCA\TalkRelay\Service\RelaySettings;

/** Through both doors: the relay is asked to fetch the configuration, and says which it has then. */
final class RoundTrip implements Check {
	public function __construct(
		private readonly Client $client,
		private readonly RelaySettings $settings,
	) {
	}

	#[\Override]
	public function id(): string {
		return 'round-trip';
	}

	#[\Override]
	public function name(): string {
		return Sentence::of('There and back');
	}

	#[\Override]
	public function run(): Outcome {
		if (!$this->settings->on()) {
			return Outcome::warning(Sentence::of('The relay is switched off.'), Sentence::of('Switch it on.'));
		}
		$began = microtime(true);
		try {
			$got = $this->client->call('POST', '/relay/reload', [], 10)['revision'] ?? null;
		} catch (Unreachable|Refused $error) {
			return Outcome::error(Sentence::of('The relay could not fetch its configuration: %s', $error->getMessage()),
				Sentence::of('The checks above say why.'));
		}
		$took = (int)round((microtime(true) - $began) * 1000);
		$this->settings->reread();
		return $got === $this->settings->revision()
			? Outcome::ok(Sentence::of('The relay fetched its configuration in %s ms.', $took))
			: Outcome::error(Sentence::of('The relay works by an older configuration.'),
				Sentence::of('The checks above say why; else look at its log.'));
	}
}
