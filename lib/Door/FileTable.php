<?php

declare(strict_types=1);

/**
 * SPDX-FileCopyrightText: 2026 Talk Relay contributors
 * SPDX-License-Identifier: AGPL-3.0-or-later
 */

namespace OCA\TalkRelay\Door;

use OCP\AppFramework\Utility\ITimeFactory;
use OCP\DB\QueryBuilder\IQueryBuilder;
use OCP\IDBConnection;

/** Which of the service user's files belongs to which message. */
final class FileTable {
	private const TABLE = 'talk_relay_files';

	public function __construct(
		private readonly IDBConnection $db,
		private readonly ITimeFactory $time,
	) {
	}

	public function find(string $handle): ?StoredFile {
		return $this->select('handle', $handle)[0] ?? null;
	}

	/** @return list<StoredFile> */
	public function ofMessage(int $message): array {
		return $message <= 0 ? [] : $this->select('message', $message);
	}

	/** @return list<StoredFile> uploaded before that time (seconds since 1970), and shown by no message */
	public function unused(int $before, int $limit): array {
		$query = $this->db->getQueryBuilder();
		$query->select('*')->from(self::TABLE)->where($query->expr()->eq('message', $query->createNamedParameter(0, IQueryBuilder::PARAM_INT)))
			->andWhere($query->expr()->lt('created_at', $query->createNamedParameter($before, IQueryBuilder::PARAM_INT)))->setMaxResults($limit);
		return $this->read($query);
	}

	/**
	 * @return list<StoredFile> whose message is no longer in the database (expired, the history cleared, the conversation deleted), or was
	 *                          deleted while the file could not be
	 */
	public function orphaned(int $limit): array {
		$query = $this->db->getQueryBuilder();
		$query->select('f.*')->from(self::TABLE, 'f')
			->leftJoin('f', 'comments', 'c', $query->expr()->eq('f.message', 'c.id'))
			->where($query->expr()->orX(
				$query->expr()->isNull('c.id'), $query->expr()->eq('c.verb', $query->createNamedParameter('comment_deleted')),
			))
			->andWhere($query->expr()->gt('f.message', $query->createNamedParameter(0, IQueryBuilder::PARAM_INT)))->setMaxResults($limit);
		return $this->read($query);
	}

	/** @param ?int $since seconds since 1970; null: now */
	public function add(string $handle, string $token, int $file, ?int $since = null): void {
		$query = $this->db->getQueryBuilder();
		$query->insert(self::TABLE)->values([
			'handle' => $query->createNamedParameter($handle),
			'token' => $query->createNamedParameter($token),
			'file' => $query->createNamedParameter($file, IQueryBuilder::PARAM_INT),
			'created_at' => $query->createNamedParameter($since ?? $this->time->getTime(), IQueryBuilder::PARAM_INT),
		])->executeStatement();
	}

	public function belongs(string $handle, int $message): void {
		$query = $this->db->getQueryBuilder();
		$query->update(self::TABLE)->set('message', $query->createNamedParameter($message, IQueryBuilder::PARAM_INT))
			->where($query->expr()->eq('handle', $query->createNamedParameter($handle)))->executeStatement();
	}

	public function remove(string $handle): void {
		$query = $this->db->getQueryBuilder();
		$query->delete(self::TABLE)->where($query->expr()->eq('handle', $query->createNamedParameter($handle)))->executeStatement();
	}

	/** @return list<StoredFile> */
	private function select(string $column, string|int $value): array {
		$query = $this->db->getQueryBuilder();
		$query->select('*')->from(self::TABLE)->where($query->expr()->eq($column, $query->createNamedParameter($value)));
		return $this->read($query);
	}

	/** @return list<StoredFile> */
	private function read(IQueryBuilder $query): array {
		$result = $query->executeQuery();
		$files = [];
		while (is_array($row = $result->fetch())) {
			$files[] = new StoredFile((string)$row['handle'], (string)$row['token'], (int)$row['file'], (int)$row['message']);
		}
		$result->closeCursor();
		return $files;
	}
}
