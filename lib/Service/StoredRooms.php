<?php

declare(strict_types=1);

/**
 * SPDX-FileCopyrightText: 2026 Talk Relay contributors
 * SPDX-License-Identifier: AGPL-3.0-or-later
 */

namespace OCA\TalkRelay\Service;

use OCA\TalkRelay\Db\Gateways;
use OCP\AppFramework\Utility\ITimeFactory;
use OCP\ICache;
use OCP\ICacheFactory;

/**
 * Which conversations are federated, kept in the memory of each web head for a second: a chat message in a conversation that is not
 * costs a look into that. A process may live for long (occ background-job:worker, cron.php), so what it remembers itself grows no older.
 */
final class StoredRooms implements FederatedRooms {
	private const SECONDS = 1;
	private readonly ICache $cache;
	/** @var ?array<string, true> */
	private ?array $known = null;
	private int $knownAt = 0;

	public function __construct(
		private readonly Gateways $gateways,
		private readonly ITimeFactory $time,
		ICacheFactory $caches,
	) {
		$this->cache = $caches->createLocal('talk_relay_rooms_');
	}

	#[\Override]
	public function isFederated(string $token): bool {
		$now = $this->time->getTime();
		if ($this->known === null || abs($now - $this->knownAt) >= self::SECONDS) {
			$this->known = $this->load();
			$this->knownAt = $now;
		}
		return isset($this->known[$token]);
	}

	#[\Override]
	public function mentionsEveryone(string $token): bool {
		return $this->gateways->ofRoom($token)?->mentionEveryone === true;
	}

	#[\Override]
	public function tokens(): array {
		return $this->gateways->tokens();
	}

	/** A conversation was federated, or its federation ended. */
	public function forget(): void {
		$this->known = null;
		$this->cache->remove('all');
	}

	/** @return array<string, true> */
	private function load(): array {
		$kept = $this->cache->get('all');
		if (!is_array($kept)) {
			$kept = array_fill_keys($this->gateways->tokens(), true);
			$this->cache->set('all', $kept, self::SECONDS);
		}
		return $kept;
	}
}
