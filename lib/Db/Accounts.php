<?php

declare(strict_types=1);

/**
 * SPDX-FileCopyrightText: 2026 Talk Relay contributors
 * SPDX-License-Identifier: AGPL-3.0-or-later
 */

namespace OCA\TalkRelay\Db;

use OCA\TalkRelay\Model\Account;

/** `talk_relay_accounts`. */
final class Accounts extends Table {
	#[\Override]
	protected function name(): string {
		return 'talk_relay_accounts';
	}

	/** @return list<Account> */
	public function all(): array {
		return array_map($this->read(...), $this->rows());
	}

	/** @return list<Account> the ones of a person, or the shared ones */
	public function of(?string $owner): array {
		return array_map($this->read(...), $this->rows(['owner' => $owner]));
	}

	public function find(int $id): ?Account {
		$row = $this->rows(['id' => $id])[0] ?? null;
		return $row === null ? null : $this->read($row);
	}

	/**
	 * @param array<string, string|int|float|bool> $settings
	 * @param list<string> $set
	 */
	public function add(?string $owner, string $network, string $label, array $settings, #[\SensitiveParameter] string $sealed,
		array $set, int $at): int {
		return $this->insert([
			'owner' => $owner, 'network' => $network, 'label' => $label, 'settings' => json_encode((object)$settings, JSON_THROW_ON_ERROR),
			'secrets' => $sealed, 'secret_names' => json_encode($set, JSON_THROW_ON_ERROR), 'created_at' => $at,
		]);
	}

	public function save(Account $account): void {
		$this->update([
			'label' => $account->label, 'settings' => json_encode((object)$account->settings, JSON_THROW_ON_ERROR),
			'secrets' => $account->sealed, 'secret_names' => json_encode($account->set, JSON_THROW_ON_ERROR),
		], ['id' => $account->id]);
	}

	public function delete(int $id): void {
		$this->remove(['id' => $id]);
	}

	/** @param array<string, mixed> $row */
	private function read(array $row): Account {
		return new Account((int)$row['id'], $row['owner'] === null ? null
			: (string)$row['owner'], (string)$row['network'], (string)$row['label'],
			Json::map($row['settings']), (string)$row['secrets'], Json::list($row['secret_names']), (int)$row['created_at']);
	}
}
