<?php

declare(strict_types=1);

/**
 * SPDX-FileCopyrightText: 2026 Talk Relay contributors
 * SPDX-License-Identifier: AGPL-3.0-or-later
 */

namespace OCA\TalkRelay\Relay;

use OCA\TalkRelay\Service\RelaySettings;
use OCP\ICache;
use OCP\ICacheFactory;

/** What the relay says of itself and of a gateway; cheap enough to be asked every second by everybody: it is asked itself once in two. */
final class Health {
	private const SECONDS = 2;
	/** A relay that hangs holds a worker no longer than this. */
	private const PATIENCE = 0.5;
	private readonly ICache $cache;

	public function __construct(
		private readonly Client $client,
		private readonly Supervisor $supervisor,
		private readonly RelaySettings $settings,
		ICacheFactory $caches,
	) {
		$this->cache = $caches->createLocal('talk_relay_health_');
	}

	/**
	 * `Health` of sidecar/control/api.ts; null: it is away.
	 *
	 * @return ?array<string, mixed>
	 */
	public function now(): ?array {
		return $this->ask('/relay/health');
	}

	/**
	 * `GatewayState`; null: it is away, or does not know it yet.
	 *
	 * @return ?array<string, mixed>
	 */
	public function gateway(string $name): ?array {
		return $this->ask("/relay/gateways/$name");
	}

	/**
	 * All of them, without what was set aside.
	 *
	 * @return list<array<string, mixed>>
	 */
	public function gateways(): array {
		$answer = $this->ask('/relay/gateways') ?? [];
		return array_values($answer['gateways'] ?? (array_is_list($answer) ? $answer : []));
	}

	/** @return 'running'|'stopped'|'unreachable' */
	public function state(): string {
		return match (true) {
			!$this->settings->on() => 'stopped',
			$this->now() !== null => 'running',
			$this->settings->managed() && $this->supervisor->running() === null => 'stopped',
			default => 'unreachable',
		};
	}

	/** What is remembered is not true any more. */
	public function forget(): void {
		$this->cache->clear();
	}

	/** @return ?array<array-key, mixed> */
	private function ask(string $path): ?array {
		$known = $this->cache->get($path);
		if (is_string($known)) {
			return json_decode($known, true);
		}
		try {
			$answer = $this->client->call('GET', $path, null, self::PATIENCE);
		} catch (Unreachable|Refused) {
			$answer = null;
		}
		$this->cache->set($path, json_encode($answer, JSON_THROW_ON_ERROR), self::SECONDS);
		return $answer;
	}
}
