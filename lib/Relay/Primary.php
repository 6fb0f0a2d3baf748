<?php

declare(strict_types=1);

/**
 * SPDX-FileCopyrightText: 2026 Talk Relay contributors
 * SPDX-License-Identifier: AGPL-3.0-or-later
 */

namespace OCA\TalkRelay\Relay;

use OCP\IDBConnection;

/** Where the database has replicas, Nextcloud reads from them, and they may lag; within a transaction it does not. */
final class Primary {
	/**
	 * @template T
	 * @param callable(): T $work
	 * @return T
	 */
	public static function read(IDBConnection $db, callable $work): mixed {
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
