<?php

declare(strict_types=1);

/**
 * SPDX-FileCopyrightText: 2026 Talk Relay contributors
 * SPDX-License-Identifier: AGPL-3.0-or-later
 */

namespace OCA\TalkRelay\Service;

use OCA\TalkRelay\AppInfo\Application;
use OCA\TalkRelay\Relay\Client;
use OCA\TalkRelay\Relay\Refused;
use OCA\TalkRelay\Relay\Unreachable;
use OCP\AppFramework\Utility\ITimeFactory;
use OCP\IAppConfig;
use OCP\ICache;
use OCP\ICacheFactory;

/**
 * The networks that the relay knows, with the fields of an account on each. The relay says it; what it said last is kept, so that an
 * account can be looked at, and its secrets told from the rest, while the relay is away.
 */
final class Networks {
	/** Seconds for which nobody asks anew. */
	private const FRESH = 60;
	/** The same after it was away; and for which a request does not even look into the memory cache, of which there may be none. */
	private const AWAY = 5;
	/** Seconds that a page waits for it: it asks for names at every account and member. */
	private const PATIENCE = 0.5;
	/** What touches this server itself, or lowers a guard, is for administrators: a file to read, a way around, certificates unchecked. */
	private const ADMINISTRATORS = ['caFile', 'proxy', 'skipTlsVerify', 'liveRooms', 'separateDisplayName'];

	private readonly ICache $cache;
	/** @var list<array{id: string, name: string, fields: array<string, array<string, mixed>>}>|Unreachable|null */
	private array|Unreachable|null $known = null;
	private int $knownAt = 0;

	public function __construct(
		private readonly Client $relay,
		private readonly RelaySettings $settings,
		private readonly IAppConfig $config,
		private readonly ITimeFactory $time,
		ICacheFactory $caches,
	) {
		$this->cache = $caches->createLocal('talk_relay_networks_');
	}

	/**
	 * @return list<array{id: string, name: string, fields: array<string, array<string, mixed>>}>
	 * @throws Unreachable where the relay is away and was never asked
	 */
	public function all(): array {
		$now = $this->time->getTime();
		if ($this->known === null || abs($now - $this->knownAt) >= self::AWAY) {
			$this->known = $this->look();
			$this->knownAt = $this->time->getTime();
		}
		return $this->known instanceof Unreachable ? throw $this->known : $this->known;
	}

	/** @return list<array{id: string, name: string, fields: array<string, array<string, mixed>>}>|Unreachable */
	private function look(): array|Unreachable {
		$fresh = $this->cache->get('all');
		if (is_string($fresh)) {
			return $this->read(json_decode($fresh, true));
		}
		try {
			$list = $this->read($this->relay->call('GET', '/relay/networks', null, self::PATIENCE)['networks'] ?? null);
			$text = json_encode($list, JSON_THROW_ON_ERROR);
			if ($this->kept() !== $text) {
				$this->config->setValueString(Application::ID, 'networks_known', $text, lazy: true);
			}
			$this->cache->set('all', $text, self::FRESH);
			return $list;
		} catch (Unreachable|Refused $away) {
			$kept = $this->kept();
			$list = $this->read(json_decode($kept, true));
			if ($list === []) {
				// Not for the next request: somebody may start it for the first time just now.
				return new Unreachable($away->getMessage());
			}
			$this->cache->set('all', $kept, self::AWAY);
			return $list;
		}
	}

	/**
	 * Those that the administrator allows, with the fields that moderators may set.
	 *
	 * @return list<array{id: string, name: string, fields: array<string, array<string, mixed>>}>
	 */
	public function forModerators(): array {
		$allowed = $this->settings->networks();
		$open = array_filter($this->all(), static fn (array $network): bool => $allowed === [] || in_array($network['id'], $allowed, true));
		return array_values(array_map(static fn (array $network): array
			=> ['fields' => array_diff_key($network['fields'], array_flip(self::ADMINISTRATORS))] + $network, $open));
	}

	/** @return ?array{id: string, name: string, fields: array<string, array<string, mixed>>} */
	public function find(string $id, bool $administrator): ?array {
		foreach ($administrator ? $this->all() : $this->forModerators() as $network) {
			if ($network['id'] === $id) {
				return $network;
			}
		}
		return null;
	}

	/** What people call it; its id where nobody knows. */
	public function nameOf(string $id): string {
		try {
			return $this->find($id, true)['name'] ?? $id;
		} catch (Unreachable) {
			return $id;
		}
	}

	private function kept(): string {
		return $this->config->getValueString(Application::ID, 'networks_known', lazy: true);
	}

	/**
	 * The conversation itself is no account that anybody makes.
	 *
	 * @return list<array{id: string, name: string, fields: array<string, array<string, mixed>>}>
	 */
	private function read(mixed $told): array {
		$list = [];
		foreach (is_array($told) ? $told : [] as $network) {
			if (is_array($network) && is_string($network['id'] ?? null) && is_string($network['name'] ?? null)
				&& is_array($network['fields'] ?? null) && $network['id'] !== 'local') {
				$list[] = ['id' => $network['id'], 'name' => $network['name'], 'fields' => array_filter($network['fields'], is_array(...))];
			}
		}
		return $list;
	}
}
