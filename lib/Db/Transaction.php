<?php

declare(strict_types=1);

/**
 * SPDX-FileCopyrightText: 2026 Talk Relay contributors
 * SPDX-License-Identifier: AGPL-3.0-or-later
 */

namespace OCA\TalkRelay\Db;

use OCP\AppFramework\Db\TTransactional;
use OCP\IDBConnection;

/**
 * All or nothing. Also the way to read what is true now: where the database has replicas, Nextcloud reads from them, and they may lag;
 * within a transaction it does not. What stood in another's way is done anew: SQLite refuses to write at once where another has written
 * since this one read, MariaDB and PostgreSQL end one of two that wait for each other. So `$work` does nothing but what is undone by that.
 */
final class Transaction {
	use TTransactional;

	private function __construct() {
	}

	/**
	 * @template T
	 * @param callable(): T $work
	 * @return T
	 */
	public static function run(IDBConnection $db, callable $work): mixed {
		$one = new self();
		// Within another it is that one which has to be done anew.
		return $db->inTransaction() ? $one->atomic($work, $db) : $one->atomicRetry($work, $db);
	}
}
