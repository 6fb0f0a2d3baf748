<?php

declare(strict_types=1);

/**
 * SPDX-FileCopyrightText: 2026 Talk Relay contributors
 * SPDX-License-Identifier: AGPL-3.0-or-later
 */

namespace OCA\TalkRelay\SelfTest;

use OCA\TalkRelay\Relay\Client;
use OCA\TalkRelay\Relay\Leases;
use OCA\TalkRelay\Relay\Processes;
use OCA\TalkRelay\Relay\Refused;
use OCA\TalkRelay\Relay\Sentence;
use OCA\TalkRelay\Relay\Supervisor;
use OCA\TalkRelay\Relay\Unreachable;
use OCA\TalkRelay\Service\RelaySettings;

/** The relay answers this web head at its control door, knows the secret, and its clock is right. */
final class RelayAnswers implements Check {
	public function __construct(
		private readonly Client $client,
		private readonly Leases $leases,
		private readonly Processes $processes,
		private readonly Supervisor $supervisor,
		private readonly RelaySettings $settings,
	) {
	}

	#[\Override]
	public function id(): string {
		return 'relay';
	}

	#[\Override]
	public function name(): string {
		return Sentence::of('The relay');
	}

	#[\Override]
	public function run(): Outcome {
		if (!$this->settings->on()) {
			return Outcome::warning(Sentence::of('The relay is switched off.'), Sentence::of('Switch it on.'));
		}
		try {
			$health = $this->client->call('GET', '/relay/health', null, 3);
		} catch (Refused $refused) {
			return $refused->word === 'clock'
				? Outcome::error(Sentence::of('The clocks of the relay\'s machine and of this one differ by more than five minutes.'),
					Sentence::of('Let both machines set their clocks by NTP.'))
				: Outcome::error(Sentence::of('The relay refuses us: %s', $refused->getMessage()),
					$this->settings->managed() ? Sentence::of('Start it anew.')
						: Sentence::of('Make a new secret under “Where the relay runs” and give it to the relay.'));
		} catch (Unreachable $away) {
			return $this->away($away->getMessage());
		}
		return Outcome::ok(Sentence::of('Relay %s with Node.js %s, process %s.',
			(string)$health['version'], (string)$health['node'], (string)$health['pid']));
	}

	private function away(string $why): Outcome {
		$lease = $this->leases->current();
		return match (true) {
			!$this->settings->managed() => Outcome::error(Sentence::of('The relay does not answer: %s.', $why),
				Sentence::of('Look whether it runs, and whether its address (here: %s) can be reached from this machine.',
					$this->settings->control())),
			$lease !== null && $lease->host !== '' && $lease->host !== $this->processes->host() && str_starts_with($lease->control, '/')
				=> Outcome::error(Sentence::of('The relay runs on another machine (%s) and listens on a socket there.', $lease->host),
					Sentence::of('Where there are several web servers, write a host and port that all of them reach under “Where the relay runs”, as the address where this server reaches the relay.')),
			$this->supervisor->running() !== null => Outcome::error(Sentence::of('The relay runs but does not answer: %s.', $why),
				Sentence::of('Look at its log, or start it anew.')),
			default => Outcome::error(Sentence::of('The relay does not run. %s', $this->supervisor->lastWords()), Sentence::of('Start it.')),
		};
	}
}
