<?php

declare(strict_types=1);

/**
 * SPDX-FileCopyrightText: 2026 Talk Relay contributors
 * SPDX-License-Identifier: AGPL-3.0-or-later
 */

namespace OCA\TalkRelay\Tests\integration;

use Doctrine\DBAL\Driver\AbstractException;
use Doctrine\DBAL\Exception\LockWaitTimeoutException;
use OC\DB\Exceptions\DbalException;
use OCA\TalkRelay\Db\Transaction;
use OCP\IDBConnection;
use OCP\Server;
use PHPUnit\Framework\TestCase;

final class TransactionTest extends TestCase {
	private int $tries = 0;

	public function testWhatStoodInAnothersWayIsDoneAnew(): void {
		self::assertSame('done', Transaction::run(Server::get(IDBConnection::class), fn (): string => $this->lockedUntil(3)));
		self::assertSame(3, $this->tries);
	}

	public function testButNotForEver(): void {
		try {
			Transaction::run(Server::get(IDBConnection::class), fn (): string => $this->lockedUntil(100));
			self::fail('it was done');
		} catch (DbalException) {
			self::assertSame(3, $this->tries);
			self::assertFalse(Server::get(IDBConnection::class)->inTransaction());
		}
	}

	public function testWithinAnotherThatOneIsToBeDoneAnew(): void {
		$db = Server::get(IDBConnection::class);
		self::assertSame('done', Transaction::run($db, fn (): string => Transaction::run($db, fn (): string => $this->lockedUntil(2))));
		self::assertSame(2, $this->tries);
	}

	public function testAnyOtherFaultIsOne(): void {
		$this->expectExceptionMessage('once');
		Transaction::run(Server::get(IDBConnection::class), function (): never {
			self::assertSame(1, ++$this->tries);
			throw new \RuntimeException('once');
		});
	}

	/** As a database says it. */
	private function lockedUntil(int $try): string {
		if (++$this->tries < $try) {
			throw DbalException::wrap(new LockWaitTimeoutException(new class('database is locked') extends AbstractException {
			}, null));
		}
		return 'done';
	}
}
