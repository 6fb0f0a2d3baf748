<?php

declare(strict_types=1);

/**
 * SPDX-FileCopyrightText: 2026 Talk Relay contributors
 * SPDX-License-Identifier: AGPL-3.0-or-later
 */

namespace OCA\TalkRelay\Door;

use OCA\TalkRelay\Db\Transaction;
use OCP\AppFramework\Utility\ITimeFactory;
use OCP\DB\Exception;
use OCP\DB\QueryBuilder\IQueryBuilder;
use OCP\IDBConnection;

/** Keys of what was done, with what it made: what makes delivering twice harmless. */
final class Inbox {
	private const TABLE = 'talk_relay_inbox';

	public function __construct(
		private readonly IDBConnection $db,
		private readonly ITimeFactory $time,
	) {
	}

	/** @return list<int>|null ids of what the key made; null for an unknown one */
	public function find(string $key): ?array {
		$query = $this->db->getQueryBuilder();
		$query->select('answer')->from(self::TABLE)->where($query->expr()->eq('item_key', $query->createNamedParameter($key)));
		$result = Transaction::run($this->db, $query->executeQuery(...));
		$answer = $result->fetchOne();
		$result->closeCursor();
		return is_string($answer) ? array_values(array_map(intval(...), (array)json_decode($answer, true))) : null;
	}

	/**
	 * Does the work and remembers the key, both or neither. A key that is known, also by a request that runs at this moment, is not
	 * worked on: what it made is answered.
	 *
	 * @param callable(): list<int> $work
	 * @return list<int>
	 */
	public function once(string $key, string $token, callable $work): array {
		$this->db->beginTransaction();
		try {
			$row = $this->claim($key, $token);
			if ($row === null) {
				$this->db->rollBack();
				return $this->find($key) ?? throw Verdict::retry('The same delivery is under way');
			}
			$ids = $work();
			$this->finish($row, $ids);
			$this->db->commit();
			return $ids;
		} catch (\Throwable $e) {
			if ($this->db->inTransaction()) {
				$this->db->rollBack();
			}
			throw $e;
		}
	}

	/** Forgets what was done before that time (seconds since 1970). */
	public function forgetBefore(int $time): void {
		$query = $this->db->getQueryBuilder();
		$query->delete(self::TABLE)->where($query->expr()->lt('created_at', $query->createNamedParameter($time, IQueryBuilder::PARAM_INT)));
		$query->executeStatement();
	}

	/** @return int|null null when the key is taken. Waits for a request that has taken it and is not done. */
	private function claim(string $key, string $token): ?int {
		$query = $this->db->getQueryBuilder();
		$query->insert(self::TABLE)->values([
			'item_key' => $query->createNamedParameter($key),
			'token' => $query->createNamedParameter($token),
			'created_at' => $query->createNamedParameter($this->time->getTime(), IQueryBuilder::PARAM_INT),
		]);
		try {
			$query->executeStatement();
			return $query->getLastInsertId();
		} catch (Exception $e) {
			return $e->getReason() === Exception::REASON_UNIQUE_CONSTRAINT_VIOLATION ? null : throw $e;
		}
	}

	/** @param list<int> $ids */
	private function finish(int $row, array $ids): void {
		$query = $this->db->getQueryBuilder();
		$query->update(self::TABLE)->set('answer', $query->createNamedParameter(json_encode($ids)))
			->where($query->expr()->eq('id', $query->createNamedParameter($row, IQueryBuilder::PARAM_INT)))->executeStatement();
	}
}
