<?php

declare(strict_types=1);

/**
 * SPDX-FileCopyrightText: 2026 Talk Relay contributors
 * SPDX-License-Identifier: AGPL-3.0-or-later
 */

namespace OCA\TalkRelay\Tests\integration;

use OCA\Talk\Service\RoomService;
use OCA\TalkRelay\Db\Accounts;
use OCA\TalkRelay\Db\Gateways;
use OCA\TalkRelay\Db\Logins;
use OCA\TalkRelay\Db\Members;
use OCA\TalkRelay\Model\Account;
use OCA\TalkRelay\Model\Login;
use OCA\TalkRelay\Service\Secrets;
use OCA\TalkRelay\Service\StoredConfig;
use OCA\TalkRelay\Service\StoredReports;
use OCA\TalkRelay\Service\StoredRooms;
use OCP\AppFramework\Utility\ITimeFactory;
use OCP\DB\Exception;
use OCP\ICache;
use OCP\ICacheFactory;
use OCP\IConfig;
use OCP\IDBConnection;
use OCP\IUserManager;
use OCP\Server;
use PHPUnit\Framework\TestCase;

/** What moderators set up, in the database that this Nextcloud has. */
final class StoredTest extends TestCase {
	private const TOKEN = 'storedtest';

	protected function setUp(): void {
		$this->tearDown();
	}

	protected function tearDown(): void {
		foreach (Server::get(Accounts::class)->of('stored-test') as $account) {
			Server::get(Accounts::class)->delete($account->id);
		}
		$gateway = Server::get(Gateways::class)->ofRoom(self::TOKEN);
		if ($gateway !== null) {
			Server::get(Members::class)->deleteOf($gateway->id);
			Server::get(Gateways::class)->delete($gateway->id);
		}
		Server::get(StoredRooms::class)->forget();
	}

	public function testAProcessThatLivesLongLearnsWhatAnotherFederated(): void {
		$now = 1_800_000_000;
		$time = self::createStub(ITimeFactory::class);
		$time->method('getTime')->willReturnCallback(static function () use (&$now): int {
			return $now;
		});
		$caches = self::createStub(ICacheFactory::class);
		$caches->method('createLocal')->willReturn(self::createStub(ICache::class));
		$worker = new StoredRooms(Server::get(Gateways::class), $time, $caches);
		self::assertFalse($worker->isFederated(self::TOKEN));
		[$gateway] = $this->federated();
		$now += 2;
		self::assertTrue($worker->isFederated(self::TOKEN));
		Server::get(Members::class)->deleteOf($gateway);
		Server::get(Gateways::class)->delete($gateway);
		$now += 2;
		self::assertFalse($worker->isFederated(self::TOKEN));
	}

	public function testTheServersOwnProxyIsTheRelaysToo(): void {
		$config = Server::get(IConfig::class);
		$proxy = fn (): mixed => Server::get(StoredConfig::class)->toArray()['proxy'] ?? null;
		self::assertNull($proxy());
		try {
			$config->setSystemValues(['proxy' => 'proxy.example.org:3128', 'proxyuserpwd' => 'a b:p@ss:w', 'proxyexclude' => ['.intern.example']]);
			self::assertSame(['url' => 'http://a%20b:p%40ss%3Aw@proxy.example.org:3128', 'except' => ['.intern.example']], $proxy());
			$config->setSystemValues(['proxy' => 'https://proxy.example.org', 'proxyuserpwd' => null, 'proxyexclude' => null]);
			self::assertSame(['url' => 'https://proxy.example.org', 'except' => []], $proxy());
		} finally {
			$config->setSystemValues(['proxy' => null, 'proxyuserpwd' => null, 'proxyexclude' => null]);
		}
	}

	public function testTheRelaySpeaksTheLanguageOfWhoJoinedTheConversationsElseTheServers(): void {
		$config = Server::get(IConfig::class);
		[$gateway] = $this->federated();
		$language = static fn (): mixed => array_column(Server::get(StoredConfig::class)->toArray()['gateways'], null, 'id')["g$gateway"]['language'];
		$before = $config->getSystemValue('default_language', null);
		try {
			$config->setSystemValue('default_language', 'es');
			self::assertSame('es', $language(), 'nobody is called so: the server’s');
			$user = Server::get(IUserManager::class)->createUser('stored-test', bin2hex(random_bytes(16)));
			assert($user !== false && $user !== null);
			self::assertSame('es', $language(), 'they have chosen none: the server’s');
			$config->setUserValue('stored-test', 'core', 'lang', 'de_DE');
			self::assertSame('de_DE', $language());
		} finally {
			Server::get(IUserManager::class)->get('stored-test')?->delete();
			$before === null ? $config->deleteSystemValue('default_language') : $config->setSystemValue('default_language', $before);
		}
	}

	public function testAnAccountComesBackAsItWasStored(): void {
		$account = $this->account();
		self::assertSame('stored-test', $account->owner);
		self::assertSame(['server' => 'https://cloud.example.org', 'on' => true, 'rooms' => 4], $account->settings);
		self::assertSame(['password'], $account->set);
		self::assertStringNotContainsString('hunter2', $account->sealed);
		self::assertSame(['password' => 'hunter2'], Server::get(Secrets::class)->open($account->sealed));
	}

	public function testNumbersAreNeverGivenAgain(): void {
		$first = $this->account();
		Server::get(Accounts::class)->delete($first->id);
		self::assertGreaterThan($first->id, $this->account()->id);
		$gateways = Server::get(Gateways::class);
		$id = $gateways->add(self::TOKEN, 'Stored', 'stored-test', 1);
		$gateways->delete($id);
		self::assertGreaterThan($id, $gateways->add(self::TOKEN, 'Stored', 'stored-test', 1));
	}

	public function testAConversationHasOneGateway(): void {
		Server::get(Gateways::class)->add(self::TOKEN, 'Stored', 'stored-test', 1);
		$this->expectException(Exception::class);
		Server::get(Gateways::class)->add(self::TOKEN, 'Stored', 'stored-test', 1);
	}

	public function testWhichConversationsAreFederatedIsKnownAtOnceToWhoChangesIt(): void {
		$rooms = Server::get(StoredRooms::class);
		self::assertFalse($rooms->isFederated(self::TOKEN));
		Server::get(Gateways::class)->add(self::TOKEN, 'Stored', 'stored-test', 1);
		$rooms->forget();
		self::assertTrue($rooms->isFederated(self::TOKEN));
		self::assertContains(self::TOKEN, $rooms->tokens());
	}

	public function testTheRelayGetsAllOfItWithSecretsAndOnlyWhatIsStored(): void {
		[$gateway, $member, $account] = $this->federated();
		$config = json_decode(json_encode(Server::get(StoredConfig::class)->toArray(), JSON_THROW_ON_ERROR), true);
		$told = array_column($config['gateways'], null, 'id')["g$gateway"];
		self::assertSame(['nctalk.' . $account->id => 'hunter2'], array_map(static fn (array $one): string => $one['settings']['password'],
			array_filter(array_column($config['accounts'], null, 'id'), static fn (array $one): bool => $one['id'] === 'nctalk.'
				. $account->id)));
		self::assertSame([['local', self::TOKEN, 'given'], ['nctalk.' . $account->id, 'abcd1234', 'asked']],
			array_map(static fn (array $one): array => [$one['account'], $one['address'], $one['consent']], $told['members']));
		self::assertSame($member, $told['members'][1]['id']);
	}

	public function testWhatAModeratorOverThereSaysIsStoredAndCountsTheRevisionUp(): void {
		[, $member] = $this->federated();
		$before = Server::get(StoredConfig::class)->revision();
		Server::get(StoredReports::class)->take([['what' => 'consent', 'member' => $member, 'consent' => 'given',
			'by' => 'laura@elsewhere.example'],
			['what' => 'consent', 'member' => 987_654_321, 'consent' => 'given', 'by' => ''], ['what' => 'nonsense', 'member' => $member],
			['member' => 'x'], []]);
		self::assertSame('given', Server::get(Members::class)->find($member)?->consent);
		self::assertGreaterThan($before, Server::get(StoredConfig::class)->revision());
	}

	public function testWhatARoomOverThereIsCalledNowIsStored(): void {
		[, $member] = $this->federated();
		$before = Server::get(StoredConfig::class)->revision();
		Server::get(StoredReports::class)->take([['what' => 'named', 'member' => $member, 'name' => ' La huerta '],
			['what' => 'named', 'member' => $member, 'name' => ''], ['what' => 'named', 'member' => 987_654_321, 'name' => 'x'],
			['what' => 'named', 'member' => $member]]);
		self::assertSame('La huerta', Server::get(Members::class)->find($member)?->label);
		self::assertSame('asked', Server::get(Members::class)->find($member)?->consent);
		self::assertSame($before, Server::get(StoredConfig::class)->revision());
	}

	public function testWhatAnotherWebHeadChangedIsSeenAtOnce(): void {
		$config = Server::get(StoredConfig::class);
		$this->federated();
		$config->changed();
		$before = $config->toArray()['revision'];
		// As another web head does it: this one's memory of the configuration stays as it is.
		$query = Server::get(IDBConnection::class)->getQueryBuilder();
		$query->update('appconfig')->set('configvalue', $query->createNamedParameter((string)($before + 1)))
			->where($query->expr()->eq('appid', $query->createNamedParameter('talk_relay')))
			->andWhere($query->expr()->eq('configkey', $query->createNamedParameter('revision')))->executeStatement();
		self::assertSame($before + 1, $config->revision());
		self::assertSame($before + 1, $config->toArray()['revision']);
		$config->changed();
		self::assertGreaterThan($before + 1, $config->revision());
	}

	public function testANewNameOfAConversationCountsTheRevisionUp(): void {
		$stage = Stage::open();
		try {
			$before = Server::get(StoredConfig::class)->revision();
			Server::get(RoomService::class)->setName($stage->room, 'Another name');
			self::assertGreaterThan($before, Server::get(StoredConfig::class)->revision());
		} finally {
			$stage->close();
		}
	}

	public function testALoginIsFoundByWhoBeganItAndUntilItIsOver(): void {
		$logins = Server::get(Logins::class);
		$handle = bin2hex(random_bytes(16));
		$logins->add(new Login(0, $handle, 'stored-test', false, 'https://cloud.example.org', 'https://cloud.example.org/poll', 'sealed',
			0, 1000));
		self::assertNull($logins->find($handle, 'somebody else'));
		$login = $logins->find($handle, 'stored-test');
		self::assertNotNull($login);
		$logins->done($login->id, 7);
		self::assertSame([7, ''], [$logins->find($handle, 'stored-test')?->account, $logins->find($handle, 'stored-test')?->sealed]);
		$logins->deleteExpired(1001);
		self::assertNull($logins->find($handle, 'stored-test'));
	}

	private function account(): Account {
		$accounts = Server::get(Accounts::class);
		$sealed = Server::get(Secrets::class)->seal(['password' => 'hunter2']);
		$id = $accounts->add('stored-test', 'nctalk', 'Ñandú “1”', ['server' => 'https://cloud.example.org', 'on' => true, 'rooms' => 4],
			$sealed, ['password'], 1);
		$account = $accounts->find($id);
		assert($account !== null);
		return $account;
	}

	/** @return array{int, int, Account} the gateway, its other member, and that one's account */
	private function federated(): array {
		$account = $this->account();
		$gateway = Server::get(Gateways::class)->add(self::TOKEN, 'Stored', 'stored-test', 1);
		$members = Server::get(Members::class);
		$members->add($gateway, 0, self::TOKEN, '', 'inout', '', 'given', 'stored-test', 1);
		return [$gateway, $members->add($gateway, $account->id, 'abcd1234', '', 'inout', '[{NICK}] ', 'asked', 'stored-test', 1), $account];
	}
}
