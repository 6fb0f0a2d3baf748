<?php

declare(strict_types=1);

/**
 * SPDX-FileCopyrightText: 2026 Talk Relay contributors
 * SPDX-License-Identifier: AGPL-3.0-or-later
 */

namespace OCA\TalkRelay\Service;

use OCA\TalkRelay\Db\Gateways;
use OCA\TalkRelay\Relay\CommandLine;
use OCA\TalkRelay\Relay\Health;
use OCA\TalkRelay\Relay\Leases;
use OCA\TalkRelay\Relay\Node;
use OCA\TalkRelay\Relay\NodeFinder;
use OCA\TalkRelay\Relay\Sentence;
use OCA\TalkRelay\Relay\Supervisor;
use OCP\AppFramework\Utility\ITimeFactory;
use OCP\IL10N;

/** How the relay is, for administrators. */
final class AdminState {
	public function __construct(
		private readonly RelaySettings $settings,
		private readonly Health $health,
		private readonly Leases $leases,
		private readonly NodeFinder $nodes,
		private readonly Supervisor $supervisor,
		private readonly Gateways $gateways,
		private readonly CommandLine $command,
		private readonly ITimeFactory $time,
		private readonly IL10N $l10n,
	) {
	}

	/**
	 * `AdminState` of docs/API.md.
	 *
	 * @return array<string, mixed>
	 */
	public function now(): array {
		$health = $this->settings->on() ? $this->health->now() : null;
		$relay = $this->settings->on() ? $this->health->state() : 'off';
		$node = $this->nodes->find();
		$lease = $this->leases->current();
		[$why, $todo] = $this->reason($relay, $health, $node !== null);
		return [
			'relay' => $relay,
			'version' => $health['version'] ?? null,
			'node' => $health['node'] ?? null,
			'since' => $health['since'] ?? null,
			'memoryBytes' => $health['memoryBytes'] ?? null,
			'cpu' => $health['cpu'] ?? null,
			'waiting' => $health['waiting'] ?? 0,
			'setAside' => $health['setAside'] ?? 0,
			'gateways' => count($this->gateways->tokens()),
			'why' => Sentence::in($this->l10n, $why),
			'todo' => Sentence::in($this->l10n, $todo),
			'runtime' => $this->runtime($node),
			'lease' => $lease === null || $lease->generation === 0 ? null
				: ['host' => $lease->host, 'pid' => $lease->pid, 'generation' => $lease->generation, 'seen' => $lease->seen * 1000],
			// What one that is dead wrote last says most often why; of one that runs elsewhere there is no file here.
			'logged' => $relay === 'running' || ($this->settings->managed() && $this->command->hasLogged()),
		];
	}

	/** @return array{found: ?string, source: string, version: ?string, wanted: string} */
	private function runtime(?Node $node): array {
		$shown = $node ?? $this->nodes->tooOld();
		return ['found' => $shown?->path, 'source' => $node->source ?? 'none', 'version' => $shown?->version, 'wanted' => NodeFinder::OLDEST];
	}

	/**
	 * Why it is not as it should be, and what to do.
	 *
	 * @param ?array<string, mixed> $health
	 * @return array{string, string}
	 */
	private function reason(string $relay, ?array $health, bool $node): array {
		return match (true) {
			$relay === 'off' => ['', ''],
			// In its first seconds it has not asked yet.
			$relay === 'running' && isset($health['door']['away']) && $health['since'] < ($this->time->getTime() - 10) * 1000 => [
				Sentence::of('The relay does not reach this Nextcloud: %s', (string)($health['door']['away']['why'] ?? '')),
				Sentence::of('The self-test names the addresses that work.'),
			],
			$relay === 'running' => ['', ''],
			$this->settings->held() => [Sentence::of('An administrator stopped it.'), Sentence::of('Start it.')],
			!$this->settings->managed() => [Sentence::of('The relay that runs elsewhere does not answer.'),
				Sentence::of('Start it there, and look whether its address is the one under “Where the relay runs”. If its secret may be another one, make a new one there and give it to the relay.')],
			$relay === 'unreachable' => [Sentence::of('The relay runs but does not answer.'),
				Sentence::of('Look at its log, or start it anew.')],
			!$node => [Sentence::of('There is no Node.js %s or newer: %s.', NodeFinder::OLDEST, implode(', ', $this->nodes->refused())),
				Sentence::of('Fetch the runtime package, or install Node.js and name its path.')],
			default => [Sentence::of('The relay does not run. %s', $this->supervisor->lastWords()),
				Sentence::of('Start it; the self-test looks at the usual causes.')],
		};
	}
}
