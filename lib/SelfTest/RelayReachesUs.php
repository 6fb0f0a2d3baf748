<?php

declare(strict_types=1);

/**
 * SPDX-FileCopyrightText: 2026 Talk Relay contributors
 * SPDX-License-Identifier: AGPL-3.0-or-later
 */

namespace OCA\TalkRelay\SelfTest;

use OCA\TalkRelay\Relay\Address;
use OCA\TalkRelay\Relay\Addresses;
use OCA\TalkRelay\Relay\Client;
use OCA\TalkRelay\Relay\Refused;
use OCA\TalkRelay\Relay\Sentence;
use OCA\TalkRelay\Relay\Unreachable;

/** At which address the relay reaches this Nextcloud, and why not at the others. */
final class RelayReachesUs implements Check {
	public function __construct(
		private readonly Addresses $addresses,
		private readonly DoorProbe $probe,
		private readonly Client $client,
	) {
	}

	#[\Override]
	public function id(): string {
		return 'reach';
	}

	#[\Override]
	public function name(): string {
		return Sentence::of('The way from the relay to this Nextcloud');
	}

	#[\Override]
	public function run(): Outcome {
		$tried = $this->tried();
		try {
			$door = $this->client->call('GET', '/relay/health', null, 3)['door'] ?? [];
		} catch (Unreachable|Refused) {
			$door = [];
		}
		if (isset($door['base']) && !isset($door['away'])) {
			return Outcome::ok(Sentence::of('The relay reaches this Nextcloud at %s.', (string)$door['base']));
		}
		$works = array_keys(array_filter($tried, static fn (?string $why): bool => $why === null));
		$lines = implode(' ', array_map(static fn (string $url, ?string $why): string => $why === null
			? Sentence::of('%s works.', $url) : "$url: $why", array_keys($tried), $tried));
		return match (true) {
			isset($door['away']) => Outcome::error(
				Sentence::of('The relay does not reach this Nextcloud (%s). %s', (string)$door['away']['why'], $lines),
				$works !== [] ? Sentence::of('Set the address for the relay to %s.', $works[0]) : self::remedy($tried),
			),
			$works !== [] => Outcome::ok(Sentence::of('From this machine, %s', $lines)),
			default => Outcome::error($lines, self::remedy($tried)),
		};
	}

	/** @return array<string, ?string> by address; null: it works */
	private function tried(): array {
		$tried = [];
		foreach ($this->addresses->all() as $address) {
			$tried[$this->shown($address)] = $this->probe->why($address);
		}
		return $tried;
	}

	private function shown(Address $address): string {
		return $address->url . ($address->host === '' ? '' : " (as {$address->host})");
	}

	/** @param array<string, ?string> $tried */
	private static function remedy(array $tried): string {
		$all = implode(' ', $tried);
		return match (true) {
			str_contains($all, DoorProbe::certificate())
				=> Sentence::of('Import the authority that signed the certificate: occ security:certificates:import FILE – then start the relay anew.'),
			str_contains($all, DoorProbe::silent())
				=> Sentence::of('The router may not lead this machine back to itself (hairpin NAT): let the name point to this machine in /etc/hosts, or set an address for the relay by which it is reached from inside.'),
			default => Sentence::of('Set the address at which this Nextcloud is reached from its own machine as the address for the relay.'),
		};
	}
}
