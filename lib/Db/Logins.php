<?php

declare(strict_types=1);

/**
 * SPDX-FileCopyrightText: 2026 Talk Relay contributors
 * SPDX-License-Identifier: AGPL-3.0-or-later
 */

namespace OCA\TalkRelay\Db;

use OCA\TalkRelay\Model\Login;

/** `talk_relay_logins`: logins at other servers that are under way (Nextcloud's Login Flow v2). */
final class Logins extends Table {
	#[\Override]
	protected function name(): string {
		return 'talk_relay_logins';
	}

	/** Somebody else's is not found. */
	public function find(string $handle, string $owner): ?Login {
		$row = $this->rows(['handle' => $handle, 'owner' => $owner])[0] ?? null;
		return $row === null ? null : new Login((int)$row['id'], (string)$row['handle'], (string)$row['owner'], (bool)$row['shared'],
			(string)$row['server'],
			(string)$row['endpoint'], (string)$row['sealed'], (int)$row['account'], (int)$row['expires_at']);
	}

	public function add(Login $login): void {
		$this->insert([
			'handle' => $login->handle, 'owner' => $login->owner, 'shared' => (int)$login->shared, 'server' => $login->server,
			'endpoint' => $login->endpoint,
			'sealed' => $login->sealed, 'account' => 0, 'expires_at' => $login->expiresAt,
		]);
	}

	/** The account that came of it; asked again it is answered again. */
	public function done(int $id, int $account): void {
		$this->update(['account' => $account, 'sealed' => ''], ['id' => $id]);
	}

	public function deleteExpired(int $now): void {
		$query = $this->database->getQueryBuilder();
		$query->delete($this->name())->where($query->expr()->lt('expires_at',
			$query->createNamedParameter($now, \OCP\DB\QueryBuilder\IQueryBuilder::PARAM_INT)));
		$query->executeStatement();
	}
}
