<?php

declare(strict_types=1);

/**
 * SPDX-FileCopyrightText: 2026 Talk Relay contributors
 * SPDX-License-Identifier: AGPL-3.0-or-later
 */

namespace OCA\TalkRelay\Door;

use OCA\TalkRelay\Db\Transaction;
use OCP\DB\Exception;
use OCP\DB\QueryBuilder\IQueryBuilder;
use OCP\IDBConnection;

/** The remote people of each conversation, here or gone: what somebody said is shown under their name for as long as it stands. */
final class People {
	private const TABLE = 'talk_relay_people';
	/** Who is in which of the other rooms now; somebody may be in several. */
	private const PRESENT = 'talk_relay_present';
	/** @var array<string, array<string, KnownPerson>> token → id → person, for this request */
	private array $known = [];

	public function __construct(
		private readonly IDBConnection $db,
	) {
	}

	/** One query a conversation and request. @return array<string, KnownPerson> by id */
	public function of(string $token): array {
		return $this->known[$token] ??= $this->load($token);
	}

	public function find(string $token, string $id): ?KnownPerson {
		return $this->of($token)[$id] ?? null;
	}

	/** Somebody speaks: remembers the name, where it is new. */
	public function met(string $token, Person $person): void {
		if ($this->remember($token, $person, $this->find($token, $person->id))) {
			unset($this->known[$token]);
		}
	}

	/**
	 * Who is in one of the other rooms now: replaces those of that member, and no other's.
	 *
	 * @param list<Person> $people
	 */
	public function replace(string $token, int $member, array $people): void {
		Transaction::run($this->db, function () use ($token, $member, $people): void {
			$known = $this->load($token);
			$here = array_column($people, null, 'id');
			foreach ($known as $id => $person) {
				if ($person->isIn($member) && !isset($here[$id])) {
					$this->left($token, $member, $id);
				}
			}
			foreach ($here as $id => $person) {
				$this->remember($token, $person, $known[$id] ?? null);
				if (($known[$id] ?? null)?->isIn($member) !== true) {
					$this->db->insertIgnoreConflict(self::PRESENT, ['token' => $token, 'person' => $person->id, 'member' => $member]);
				}
			}
		});
		unset($this->known[$token]);
	}

	/** A transaction was rolled back: what is remembered of this request may not be so. */
	public function reread(): void {
		$this->known = [];
	}

	/** @return bool whether there is such a person */
	public function block(string $token, string $id, bool $blocked): bool {
		$known = $this->find($token, $id);
		if ($known !== null) {
			$this->update($known->row, ['blocked' => $blocked ? 1 : 0]);
			unset($this->known[$token]);
		}
		return $known !== null;
	}

	/** The conversation is gone for good. */
	public function forget(string $token): void {
		foreach ([self::TABLE, self::PRESENT] as $table) {
			$query = $this->db->getQueryBuilder();
			$query->delete($table)->where($query->expr()->eq('token', $query->createNamedParameter($token)))->executeStatement();
		}
		unset($this->known[$token]);
	}

	/** Who was told to be in a room just as that was taken out. Nobody tells that they left. */
	public function tidy(): void {
		$members = $this->db->getQueryBuilder();
		$members->select('id')->from('talk_relay_members');
		$query = $this->db->getQueryBuilder();
		$query->delete(self::PRESENT)->where($query->expr()->notIn('member', $query->createFunction($members->getSQL())))->executeStatement();
		$this->known = [];
	}

	/** @return bool whether anything of it is new */
	private function remember(string $token, Person $person, ?KnownPerson $known): bool {
		if ($known === null) {
			$this->insert($token, $person);
			return true;
		}
		$avatar = $person->avatar ?? $known->avatar;
		if ($known->name === $person->name && $known->avatar === $avatar) {
			return false;
		}
		$this->update($known->row, ['name' => $person->name, 'avatar' => $avatar]);
		return true;
	}

	private function left(string $token, int $member, string $id): void {
		$query = $this->db->getQueryBuilder();
		$query->delete(self::PRESENT)
			->where($query->expr()->eq('token', $query->createNamedParameter($token)))
			->andWhere($query->expr()->eq('person', $query->createNamedParameter($id)))
			->andWhere($query->expr()->eq('member', $query->createNamedParameter($member, IQueryBuilder::PARAM_INT)))
			->executeStatement();
	}

	/** @return array<string, KnownPerson> */
	private function load(string $token): array {
		$query = $this->db->getQueryBuilder();
		$query->select('p.*', 'r.member')->from(self::TABLE, 'p')
			->leftJoin('p', self::PRESENT, 'r', $query->expr()->andX(
				$query->expr()->eq('r.token', 'p.token'), $query->expr()->eq('r.person', 'p.person'),
			))
			->where($query->expr()->eq('p.token', $query->createNamedParameter($token)))->orderBy('p.name')->addOrderBy('p.id');
		$result = $query->executeQuery();
		$rows = [];
		while (is_array($row = $result->fetch())) {
			$rows[(string)$row['person']][] = $row;
		}
		$result->closeCursor();
		return array_map($this->read(...), $rows);
	}

	/** @param non-empty-list<array<string, mixed>> $rows of one person, a row for each room they are in */
	private function read(array $rows): KnownPerson {
		[$row] = $rows;
		return new KnownPerson((int)$row['id'], (string)$row['person'], (string)$row['name'],
			$row['avatar'] === null ? null : (string)$row['avatar'], (bool)$row['blocked'],
			array_map(intval(...), array_values(array_filter(array_column($rows, 'member'), static fn (mixed $member): bool => $member !== null))));
	}

	private function insert(string $token, Person $person): void {
		$query = $this->db->getQueryBuilder();
		$values = ['token' => $token, 'person' => $person->id, 'name' => $person->name, 'avatar' => $person->avatar, 'blocked' => 0];
		$query->insert(self::TABLE)->values(array_map($query->createNamedParameter(...), $values));
		$this->db->beginTransaction();
		try {
			$query->executeStatement();
			$this->db->commit();
		} catch (Exception $e) {
			// Met by another request in this very moment: their name is stored. The savepoint keeps the transaction around usable.
			$this->db->rollBack();
			if ($e->getReason() !== Exception::REASON_UNIQUE_CONSTRAINT_VIOLATION) {
				throw $e;
			}
		}
	}

	/** @param array<string, string|int|null> $values */
	private function update(int $row, array $values): void {
		$query = $this->db->getQueryBuilder();
		$query->update(self::TABLE)->where($query->expr()->eq('id', $query->createNamedParameter($row, IQueryBuilder::PARAM_INT)));
		foreach ($values as $column => $value) {
			$query->set($column, $query->createNamedParameter($value));
		}
		$query->executeStatement();
	}
}
