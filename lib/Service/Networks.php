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
use OCP\IAppConfig;
use OCP\ICacheFactory;

/**
 * The networks that the relay knows, with the fields of an account on each. The relay says it; what it said last is kept, so that an
 * account can be looked at, and its secrets told from the rest, while the relay is away.
 */
final class Networks {
	/** Seconds for which nobody asks anew. */
	private const FRESH = 60;
	/** What touches this server itself, or lowers a guard, is for administrators: a file to read, a way around, certificates unchecked. */
	private const ADMINISTRATORS = ['caFile', 'proxy', 'skipTlsVerify', 'liveRooms', 'separateDisplayName'];

	public function __construct(
		private readonly Client $relay,
		private readonly RelaySettings $settings,
		private readonly IAppConfig $config,
		private readonly ICacheFactory $caches,
	) {
	}

	/**
	 * @return list<array{id: string, name: string, fields: array<string, array<string, mixed>>}>
	 * @throws Unreachable where the relay is away and was never asked
	 */
	public function all(): array {
		$cache = $this->caches->createLocal('talk_relay_networks_');
		$known = $cache->get('all');
		if (is_string($known)) {
			return $this->read(json_decode($known, true));
		}
		try {
			$list = $this->read($this->relay->call('GET', '/relay/networks')['networks'] ?? null);
			$text = json_encode($list, JSON_THROW_ON_ERROR);
			if ($this->kept() !== $text) {
				$this->config->setValueString(Application::ID, 'networks_known', $text, lazy: true);
			}
			$cache->set('all', $text, self::FRESH);
			return $list;
		} catch (Unreachable|Refused $away) {
			$kept = $this->read(json_decode($this->kept(), true));
			return $kept !== [] ? $kept : throw new Unreachable($away->getMessage());
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
