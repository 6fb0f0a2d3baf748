<?php

declare(strict_types=1);

/**
 * SPDX-FileCopyrightText: 2026 Talk Relay contributors
 * SPDX-License-Identifier: AGPL-3.0-or-later
 */

namespace OCA\TalkRelay\Db;

use OCA\TalkRelay\Model\Member;

/** `talk_relay_members`: the rooms of the gateways, the conversation of this server among them. */
final class Members extends Table {
	#[\Override]
	protected function name(): string {
		return 'talk_relay_members';
	}

	/** @return list<Member> */
	public function all(): array {
		return array_map($this->read(...), $this->rows());
	}

	/** @return list<Member> */
	public function of(int $gateway): array {
		return array_map($this->read(...), $this->rows(['gateway' => $gateway]));
	}

	/** @return list<Member> */
	public function using(int $account): array {
		return array_map($this->read(...), $this->rows(['account' => $account]));
	}

	public function find(int $id): ?Member {
		$row = $this->rows(['id' => $id])[0] ?? null;
		return $row === null ? null : $this->read($row);
	}

	public function add(int $gateway, int $account, string $address, string $label, string $direction, string $nickFormat,
		string $consent, string $by, int $at): int {
		return $this->insert([
			'gateway' => $gateway, 'account' => $account, 'address' => $address, 'label' => $label, 'direction' => $direction,
			'nick_format' => $nickFormat, 'consent' => $consent, 'created_by' => $by, 'created_at' => $at,
		]);
	}

	public function save(Member $member): void {
		$this->update(['label' => $member->label, 'direction' => $member->direction, 'nick_format' => $member->nickFormat,
			'consent' => $member->consent], ['id' => $member->id]);
	}

	public function delete(int $id): void {
		$this->remove(['id' => $id]);
	}

	public function deleteOf(int $gateway): void {
		$this->remove(['gateway' => $gateway]);
	}

	/**
	 * @param array<string, mixed> $row
	 * @psalm-suppress ArgumentTypeCoercion what was checked when it was written
	 */
	private function read(array $row): Member {
		return new Member((int)$row['id'], (int)$row['gateway'], (int)$row['account'], (string)$row['address'], (string)$row['label'],
			(string)$row['direction'], (string)$row['nick_format'], (string)$row['consent'], (string)$row['created_by'],
			(int)$row['created_at']);
	}
}
