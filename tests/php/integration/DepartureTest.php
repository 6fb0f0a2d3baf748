<?php

declare(strict_types=1);

/**
 * SPDX-FileCopyrightText: 2026 Talk Relay contributors
 * SPDX-License-Identifier: AGPL-3.0-or-later
 */

namespace OCA\TalkRelay\Tests\integration;

use OCA\TalkRelay\Db\Accounts;
use OCA\TalkRelay\Db\Gateways;
use OCA\TalkRelay\Db\Members;
use OCP\IDBConnection;
use OCP\Server;
use PHPUnit\Framework\Attributes\TestWith;
use PHPUnit\Framework\TestCase;

/** What was reached through the accounts of somebody who was deleted is taken out; in whose name, nobody can say any more. */
final class DepartureTest extends TestCase {
	private Stage $stage;

	protected function setUp(): void {
		$this->stage = Stage::open();
	}

	protected function tearDown(): void {
		$this->stage->close();
	}

	/** @param bool $another whether it goes on with another room, or ends with theirs */
	#[TestWith([true])]
	#[TestWith([false])]
	public function testNothingIsStoredInTheNameOfWhoIsGone(bool $another): void {
		$gone = $this->stage->iker->getUID();
		if ($another) {
			$this->stage->join();
		}
		$account = Server::get(Accounts::class)->add($gone, 'nctalk', 'theirs', ['server' => 'https://there.example', 'login' => 'x'], '', [], 1);
		$member = Server::get(Members::class)->add($this->stage->gatewayId(), $account, 'theirs', 'Theirs', 'inout', '', 'given', $gone, 1);
		$this->stage->iker->delete();
		self::assertNull(Server::get(Members::class)->find($member));
		self::assertNull(Server::get(Accounts::class)->find($account));
		self::assertSame($another, Server::get(Gateways::class)->ofRoom($this->stage->room->getToken()) !== null);
		$query = Server::get(IDBConnection::class)->getQueryBuilder();
		$query->select('message')->from('comments')->where($query->expr()->eq('actor_type', $query->createNamedParameter('users')))
			->andWhere($query->expr()->eq('actor_id', $query->createNamedParameter($gone)));
		self::assertSame([], $query->executeQuery()->fetchAll());
	}
}
