<?php

declare(strict_types=1);

/**
 * SPDX-FileCopyrightText: 2026 Talk Relay contributors
 * SPDX-License-Identifier: AGPL-3.0-or-later
 */

namespace OCA\TalkRelay\Db;

use OCA\TalkRelay\Model\Gateway;

/** `talk_relay_gateways`: one a conversation, as long as it is federated. */
final class Gateways extends Table {
	#[\Override]
	protected function name(): string {
		return 'talk_relay_gateways';
	}

	/** @return list<Gateway> */
	public function all(): array {
		return array_map($this->read(...), $this->rows());
	}

	/** @return list<string> */
	public function tokens(): array {
		return array_map(static fn (array $row): string => (string)$row['token'], $this->rows());
	}

	public function find(int $id): ?Gateway {
		$row = $this->rows(['id' => $id])[0] ?? null;
		return $row === null ? null : $this->read($row);
	}

	public function ofRoom(string $token): ?Gateway {
		$row = $this->rows(['token' => $token])[0] ?? null;
		return $row === null ? null : $this->read($row);
	}

	public function add(string $token, string $label, string $by, int $at): int {
		return $this->insert([
			'token' => $token, 'label' => $label, 'paused' => 0, 'notices' => json_encode(['call'], JSON_THROW_ON_ERROR), 'max_bytes' => 0,
			'refused_names' => '[]', 'mention_everyone' => 0, 'created_by' => $by, 'created_at' => $at,
		]);
	}

	public function save(Gateway $gateway): void {
		$this->update([
			'paused' => (int)$gateway->paused, 'notices' => json_encode($gateway->notices, JSON_THROW_ON_ERROR),
			'max_bytes' => $gateway->maxBytes,
			'refused_names' => json_encode($gateway->refusedNames, JSON_THROW_ON_ERROR),
			'refused_kinds' => json_encode($gateway->refusedKinds, JSON_THROW_ON_ERROR),
			'mention_everyone' => (int)$gateway->mentionEveryone,
		], ['id' => $gateway->id]);
	}

	public function delete(int $id): void {
		$this->remove(['id' => $id]);
	}

	/**
	 * @param array<string, mixed> $row
	 * @psalm-suppress ArgumentTypeCoercion what was checked when it was written
	 */
	private function read(array $row): Gateway {
		return new Gateway((int)$row['id'], (string)$row['token'], (string)$row['label'], (bool)$row['paused'], Json::list($row['notices']),
			(int)$row['max_bytes'], Json::list($row['refused_names']), Json::list($row['refused_kinds']), (bool)$row['mention_everyone'],
			(string)$row['created_by'], (int)$row['created_at']);
	}
}
