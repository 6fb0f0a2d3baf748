<?php

declare(strict_types=1);

/**
 * SPDX-FileCopyrightText: 2026 Talk Relay contributors
 * SPDX-License-Identifier: AGPL-3.0-or-later
 */

namespace OCA\TalkRelay\Door;

use OCA\TalkRelay\Db\Transaction;
use OCA\TalkRelay\Relay\Client;
use OCP\AppFramework\Utility\ITimeFactory;
use OCP\DB\QueryBuilder\IQueryBuilder;
use OCP\IDBConnection;

/**
 * What the relay has not acknowledged yet. A set, not a sequence: rows become visible out of order, so they are taken by name and never
 * "up to" a number.
 */
final class Outbox {
	private const TABLE = 'talk_relay_outbox';
	/** Ids in one statement: Oracle takes no more. */
	private const CHUNK = 1000;

	public function __construct(
		private readonly IDBConnection $db,
		private readonly ITimeFactory $time,
		private readonly Client $relay,
	) {
	}

	/** Stores it, and pokes the relay with it. */
	public function add(Happening $happening): void {
		$query = $this->db->getQueryBuilder();
		$query->insert(self::TABLE)->values([
			'token' => $query->createNamedParameter($happening->token),
			'kind' => $query->createNamedParameter($happening->kind),
			'body' => $query->createNamedParameter(json_encode($happening->body, JSON_THROW_ON_ERROR | JSON_INVALID_UTF8_SUBSTITUTE)),
			'created_at' => $query->createNamedParameter($this->time->getTime(), IQueryBuilder::PARAM_INT),
		])->executeStatement();
		$row = ['id' => $query->getLastInsertId(), 'token' => $happening->token, 'kind' => $happening->kind, 'body' => $happening->body];
		$this->relay->poke([$row]);
	}

	/**
	 * @param list<string> $held of these conversations only what concerns the conversation itself: what is said behind a lobby
	 * @return array{rows: list<array{id: int, token: string, kind: string, body: mixed}>, more: bool} lowest id first,
	 *         from the primary database
	 */
	public function rows(int $limit, array $held = []): array {
		$query = $this->db->getQueryBuilder();
		$query->select('id', 'token', 'kind', 'body')->from(self::TABLE)->orderBy('id')->setMaxResults($limit + 1);
		foreach (array_chunk($held, self::CHUNK) as $some) {
			$query->andWhere($query->expr()->orX(
				$query->expr()->eq('kind', $query->createNamedParameter(Happening::ROOM)),
				$query->expr()->notIn('token', $query->createNamedParameter($some, IQueryBuilder::PARAM_STR_ARRAY)),
			));
		}
		$result = Transaction::run($this->db, $query->executeQuery(...));
		$rows = [];
		while (is_array($row = $result->fetch())) {
			$rows[] = [
				'id' => (int)$row['id'], 'token' => (string)$row['token'], 'kind' => (string)$row['kind'],
				'body' => json_decode((string)$row['body'], false),
			];
		}
		$result->closeCursor();
		return ['rows' => array_slice($rows, 0, $limit), 'more' => count($rows) > $limit];
	}

	/** @param list<int> $ids */
	public function acknowledge(array $ids): void {
		foreach (array_chunk($ids, self::CHUNK) as $some) {
			$query = $this->db->getQueryBuilder();
			$query->delete(self::TABLE)->where($query->expr()->in('id', $query->createNamedParameter($some, IQueryBuilder::PARAM_INT_ARRAY)));
			$query->executeStatement();
		}
	}
}
