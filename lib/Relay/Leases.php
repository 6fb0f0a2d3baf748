<?php

declare(strict_types=1);

/**
 * SPDX-FileCopyrightText: 2026 Talk Relay contributors
 * SPDX-License-Identifier: AGPL-3.0-or-later
 */

namespace OCA\TalkRelay\Relay;

use OCA\TalkRelay\Db\Transaction;
use OCP\AppFramework\Utility\ITimeFactory;
use OCP\DB\Exception;
use OCP\ICache;
use OCP\ICacheFactory;
use OCP\IDBConnection;

/** Which relay it is: one row, whose generation only grows. */
final class Leases {
	/** Seconds between two beats of a relay. */
	public const HEARTBEAT = 20;
	private const TABLE = 'talk_relay_lease';
	private const CACHE_SECONDS = 5;
	private readonly ICache $cache;

	public function __construct(
		private readonly IDBConnection $db,
		private readonly ITimeFactory $time,
		ICacheFactory $caches,
	) {
		$this->cache = $caches->createLocal('talk_relay/lease');
	}

	/** From the primary database: what the door decides by. */
	public function current(): ?Lease {
		return Transaction::run($this->db, $this->load(...));
	}

	/** A few seconds old at most: good enough to know where to poke. */
	public function recent(): ?Lease {
		$known = $this->cache->get('row');
		if (is_string($known)) {
			/** @var array<string, mixed>|null $row */
			$row = json_decode($known, true);
			return $row === null ? null : new Lease(...$row);
		}
		$lease = $this->current();
		$this->cache->set('row', json_encode($lease), self::CACHE_SECONDS);
		return $lease;
	}

	/** A relay has started: from now on this one counts. `$new->generation` is ignored. Two at the same time get two generations. */
	public function take(Lease $new): int {
		$this->ensureRow();
		$generation = Transaction::run($this->db, fn (): int => $this->raise($new));
		$this->cache->clear();
		return $generation;
	}

	/** Within a transaction: the row is ours until it ends. */
	private function raise(Lease $new): int {
		$query = $this->db->getQueryBuilder();
		$query->update(self::TABLE)->set('generation', $query->createFunction('generation + 1'));
		foreach ($this->columns($new) as $column => $value) {
			$query->set($column, $query->createNamedParameter($value));
		}
		$query->where($query->expr()->eq('id', $query->createNamedParameter(1)))->executeStatement();
		return $this->load()?->generation ?? 0;
	}

	/** The relay of that generation lives. */
	public function beat(int $generation): bool {
		$query = $this->db->getQueryBuilder();
		$query->update(self::TABLE)->set('seen_at', $query->createNamedParameter($this->time->getTime()))
			->where($query->expr()->eq('generation', $query->createNamedParameter($generation)));
		$query->executeStatement();
		return $this->current()?->generation === $generation;
	}

	/** The relay of that generation has ended, or was told to: nobody needs to wait for its silence. */
	public function end(int $generation): void {
		$query = $this->db->getQueryBuilder();
		$query->update(self::TABLE)->set('seen_at', $query->createNamedParameter(0))
			->where($query->expr()->eq('generation', $query->createNamedParameter($generation)));
		$query->executeStatement();
		$this->cache->clear();
	}

	private function load(): ?Lease {
		$query = $this->db->getQueryBuilder();
		$query->select('*')->from(self::TABLE)->where($query->expr()->eq('id', $query->createNamedParameter(1)));
		$result = $query->executeQuery();
		/** @var array<string, mixed>|false $row */
		$row = $result->fetch();
		$result->closeCursor();
		return $row === false ? null : Lease::fromRow($row);
	}

	/** @return array<string, string|int> */
	private function columns(Lease $lease): array {
		$now = $this->time->getTime();
		return [
			'relay' => $lease->relay, 'version' => $lease->version, 'node' => $lease->node, 'pid' => $lease->pid,
			'host' => $lease->host, 'control' => $lease->control, 'since_at' => $now, 'seen_at' => $now,
		];
	}

	private function ensureRow(): void {
		if ($this->current() !== null) {
			return;
		}
		$query = $this->db->getQueryBuilder();
		$values = ['id' => 1, 'generation' => 0, 'relay' => '', 'version' => '', 'node' => '', 'pid' => 0, 'host' => '', 'control' => '',
			'since_at' => 0, 'seen_at' => 0];
		$query->insert(self::TABLE)->values(array_map($query->createNamedParameter(...), $values));
		try {
			$query->executeStatement();
		} catch (Exception $e) {
			if ($e->getReason() !== Exception::REASON_UNIQUE_CONSTRAINT_VIOLATION) {
				throw $e;
			}
		}
	}
}
