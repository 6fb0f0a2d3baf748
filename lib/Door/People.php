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
		$known = $this->find($token, $person->id);
		if ($known === null) {
			$this->insert($token, 0, $person, false);
		} elseif ($known->name !== $person->name || ($person->avatar !== null && $known->avatar !== $person->avatar)) {
			$this->update($known->row, ['name' => $person->name, 'avatar' => $person->avatar ?? $known->avatar]);
		} else {
			return;
		}
		unset($this->known[$token]);
	}

	/**
	 * Who is in the other room now: replaces those of that member.
	 *
	 * @param list<Person> $people
	 */
	public function replace(string $token, int $member, array $people): void {
		Transaction::run($this->db, function () use ($token, $member, $people): void {
			$known = $this->load($token);
			$here = array_column($people, null, 'id');
			foreach ($known as $id => $person) {
				if ($person->present && $person->member === $member && !isset($here[$id])) {
					$this->update($person->row, ['present' => 0]);
				}
			}
			foreach ($people as $person) {
				$this->present($token, $member, $person, $known[$person->id] ?? null);
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
		$query = $this->db->getQueryBuilder();
		$query->delete(self::TABLE)->where($query->expr()->eq('token', $query->createNamedParameter($token)))->executeStatement();
		unset($this->known[$token]);
	}

	private function present(string $token, int $member, Person $person, ?KnownPerson $known): void {
		if ($known === null) {
			$this->insert($token, $member, $person, true);
			return;
		}
		$avatar = $person->avatar ?? $known->avatar;
		if (!$known->present || $known->member !== $member || $known->name !== $person->name || $known->avatar !== $avatar) {
			$this->update($known->row, ['name' => $person->name, 'avatar' => $avatar, 'member' => $member, 'present' => 1]);
		}
	}

	/** @return array<string, KnownPerson> */
	private function load(string $token): array {
		$query = $this->db->getQueryBuilder();
		$query->select('*')->from(self::TABLE)->where($query->expr()->eq('token', $query->createNamedParameter($token)))->orderBy('name');
		$result = $query->executeQuery();
		$people = [];
		while (is_array($row = $result->fetch())) {
			$people[(string)$row['person']] = new KnownPerson((int)$row['id'], (string)$row['person'], (string)$row['name'],
				$row['avatar'] === null ? null : (string)$row['avatar'], (bool)$row['present'], (bool)$row['blocked'], (int)$row['member']);
		}
		$result->closeCursor();
		return $people;
	}

	private function insert(string $token, int $member, Person $person, bool $present): void {
		$query = $this->db->getQueryBuilder();
		$values = ['token' => $token, 'person' => $person->id, 'member' => $member, 'name' => $person->name,
			'avatar' => $person->avatar, 'present' => $present ? 1 : 0, 'blocked' => 0];
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
