<?php

declare(strict_types=1);

/**
 * SPDX-FileCopyrightText: 2026 Talk Relay contributors
 * SPDX-License-Identifier: AGPL-3.0-or-later
 */

namespace OCA\TalkRelay\Door;

use OCP\AppFramework\Utility\ITimeFactory;
use OCP\DB\Exception;
use OCP\DB\QueryBuilder\IQueryBuilder;
use OCP\IDBConnection;

/** Numbers that were used: a call that was listened to can't be sent again. In the database, for a memory cache may forget. */
final class Nonces {
	/** Seconds for which one is remembered: twice what a clock may be off. */
	private const KEEP = 600;
	/** One in so many calls sweeps. */
	private const SWEEP = 50;
	private const TABLE = 'talk_relay_nonces';

	public function __construct(
		private readonly IDBConnection $db,
		private readonly ITimeFactory $time,
	) {
	}

	/** @return bool false when it was used before */
	public function take(string $nonce): bool {
		if (random_int(1, self::SWEEP) === 1) {
			$this->sweep();
		}
		$query = $this->db->getQueryBuilder();
		$query->insert(self::TABLE)->values([
			'nonce' => $query->createNamedParameter($nonce),
			'seen_at' => $query->createNamedParameter($this->time->getTime(), IQueryBuilder::PARAM_INT),
		]);
		try {
			$query->executeStatement();
			return true;
		} catch (Exception $e) {
			return $e->getReason() === Exception::REASON_UNIQUE_CONSTRAINT_VIOLATION ? false : throw $e;
		}
	}

	private function sweep(): void {
		$query = $this->db->getQueryBuilder();
		$old = $query->createNamedParameter($this->time->getTime() - self::KEEP, IQueryBuilder::PARAM_INT);
		$query->delete(self::TABLE)->where($query->expr()->lt('seen_at', $old))->executeStatement();
	}
}
