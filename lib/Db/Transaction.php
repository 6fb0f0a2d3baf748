<?php

declare(strict_types=1);

/**
 * SPDX-FileCopyrightText: 2026 Talk Relay contributors
 * SPDX-License-Identifier: AGPL-3.0-or-later
 */

namespace OCA\TalkRelay\Db;

use OCP\IDBConnection;

/**
 * All or nothing. Also the way to read what is true now: where the database has replicas, Nextcloud reads from them, and they may lag;
 * within a transaction it does not.
 */
final class Transaction {
	/**
	 * @template T
	 * @param callable(): T $work
	 * @return T
	 */
	public static function run(IDBConnection $db, callable $work): mixed {
		$db->beginTransaction();
		try {
			$result = $work();
			$db->commit();
			return $result;
		} catch (\Throwable $e) {
			$db->rollBack();
			throw $e;
		}
	}
}
