<?php

declare(strict_types=1);

/**
 * SPDX-FileCopyrightText: 2026 Talk Relay contributors
 * SPDX-License-Identifier: AGPL-3.0-or-later
 */

namespace OCA\TalkRelay\Db;

use OCP\DB\QueryBuilder\IQueryBuilder;
use OCP\IDBConnection;

/** What the tables of this folder have in common: rows in and out by plain equality. */
abstract class Table {
	public function __construct(
		protected readonly IDBConnection $database,
	) {
	}

	abstract protected function name(): string;

	/**
	 * @param array<string, string|int|null|list<int>|list<string>> $where a list means: one of these
	 * @return list<array<string, mixed>> oldest first
	 */
	protected function rows(array $where = []): array {
		$query = $this->database->getQueryBuilder();
		$query->select('*')->from($this->name())->orderBy('id');
		$this->filter($query, $where);
		$result = $query->executeQuery();
		$rows = $result->fetchAll();
		$result->closeCursor();
		return $rows;
	}

	/**
	 * @param array<string, string|int|null> $values
	 * @return int the new row's number, which is never given again
	 */
	protected function insert(array $values): int {
		$query = $this->database->getQueryBuilder();
		$query->insert($this->name());
		foreach ($values as $column => $value) {
			$query->setValue($column, $this->parameter($query, $value));
		}
		$query->executeStatement();
		return $query->getLastInsertId();
	}

	/**
	 * @param array<string, string|int|null> $values
	 * @param array<string, string|int|null|list<int>|list<string>> $where
	 */
	protected function update(array $values, array $where): int {
		$query = $this->database->getQueryBuilder();
		$query->update($this->name());
		foreach ($values as $column => $value) {
			$query->set($column, $this->parameter($query, $value));
		}
		$this->filter($query, $where);
		return $query->executeStatement();
	}

	/** @param array<string, string|int|null|list<int>|list<string>> $where */
	protected function remove(array $where): int {
		$query = $this->database->getQueryBuilder();
		$query->delete($this->name());
		$this->filter($query, $where);
		return $query->executeStatement();
	}

	/** @param array<string, string|int|null|list<int>|list<string>> $where */
	private function filter(IQueryBuilder $query, array $where): void {
		foreach ($where as $column => $value) {
			$query->andWhere(match (true) {
				$value === null => $query->expr()->isNull($column),
				is_array($value) => $query->expr()->in($column, $query->createNamedParameter($value,
					is_int($value[0] ?? 0) ? IQueryBuilder::PARAM_INT_ARRAY : IQueryBuilder::PARAM_STR_ARRAY)),
				default => $query->expr()->eq($column, $this->parameter($query, $value)),
			});
		}
	}

	private function parameter(IQueryBuilder $query, string|int|null $value): mixed {
		return $query->createNamedParameter($value, is_int($value) ? IQueryBuilder::PARAM_INT : IQueryBuilder::PARAM_STR);
	}
}
