<?php

declare(strict_types=1);

/**
 * SPDX-FileCopyrightText: 2026 Talk Relay contributors
 * SPDX-License-Identifier: AGPL-3.0-or-later
 */

namespace OCA\TalkRelay\Tests\integration;

use OCA\Talk\Room;
use OCA\Talk\Service\RoomService;
use OCA\TalkRelay\Db\Accounts;
use OCA\TalkRelay\Db\Gateways;
use OCA\TalkRelay\Model\Account;
use OCA\TalkRelay\Model\Member;
use OCA\TalkRelay\Service\AccountService;
use OCA\TalkRelay\Service\Federation;
use OCA\TalkRelay\Service\Import;
use OCA\TalkRelay\Service\RelaySettings;
use OCP\EventDispatcher\IEventDispatcher;
use OCP\IConfig;
use OCP\IDBConnection;
use OCP\IUser;
use OCP\IUserManager;
use OCP\Log\Audit\CriticalActionPerformedEvent;
use OCP\Server;
use PHPUnit\Framework\TestCase;

/** The bridges of Talk's own integration become federations: what can, whole; what can't is said and leaves nothing. */
final class ImportTest extends TestCase {
	private IUser $marta;
	private Room $room;
	/** @var list<int> ids of accounts that were there before */
	private array $before;
	/** @var list<string> */
	private array $refused;

	private static Switched $switched;

	/** Which networks there are the relay knows. */
	public static function setUpBeforeClass(): void {
		self::$switched = Switched::running();
	}

	public static function tearDownAfterClass(): void {
		self::$switched->back();
	}

	protected function setUp(): void {
		$user = Server::get(IUserManager::class)->createUser('marta-' . bin2hex(random_bytes(4)), bin2hex(random_bytes(16)) . 'aA1!');
		assert($user instanceof IUser);
		$this->marta = $user;
		$this->room = Server::get(RoomService::class)->createConversation(Room::TYPE_GROUP, 'Importada', $this->marta);
		$this->before = $this->sharedIds();
		$this->refused = Server::get(RelaySettings::class)->refusedHosts();
		Server::get(RelaySettings::class)->write(['refused_hosts' => ['refused.example']]);
	}

	protected function tearDown(): void {
		Server::get(RelaySettings::class)->write(['refused_hosts' => $this->refused]);
		$gateway = Server::get(Gateways::class)->ofRoom($this->room->getToken());
		if ($gateway !== null) {
			Server::get(Federation::class)->end($gateway, null);
		}
		foreach (array_diff($this->sharedIds(), $this->before) as $id) {
			Server::get(AccountService::class)->delete($id, null);
		}
		$query = Server::get(IDBConnection::class)->getQueryBuilder();
		$query->delete('talk_bridges')->where($query->expr()->eq('room_id', $query->createNamedParameter($this->room->getId())))->executeStatement();
		Server::get(RoomService::class)->deleteRoom($this->room);
		$this->marta->delete();
	}

	/** @return list<int> */
	private function sharedIds(): array {
		return array_map(static fn (Account $account): int => $account->id, Server::get(Accounts::class)->of(null));
	}

	private function bridge(string ...$servers): void {
		$parts = array_map(static fn (string $server): array
			=> ['type' => 'nctalk', 'server' => $server, 'login' => 'puente', 'password' => 'secreto', 'channel' => 'abcd1234'], $servers);
		$query = Server::get(IDBConnection::class)->getQueryBuilder();
		$query->insert('talk_bridges')->values(array_map($query->createNamedParameter(...), [
			'room_id' => $this->room->getId(), 'json_values' => json_encode($parts, JSON_THROW_ON_ERROR), 'enabled' => 0, 'pid' => 0,
		]))->executeStatement();
	}

	/** @return array{applied: bool, what: list<string>} */
	private function import(bool $apply): array {
		$plan = Server::get(Import::class)->run(null, true, $apply, $this->marta->getUID());
		return ['applied' => $plan['applied'], 'what' => array_column($plan['findings'], 'what')];
	}

	/** @return list<Member> */
	private function others(): array {
		$gateway = Server::get(Gateways::class)->ofRoom($this->room->getToken());
		return $gateway === null ? [] : Server::get(Federation::class)->others($gateway);
	}

	public function testWhatIsShownIsNotDone(): void {
		$this->bridge('https://nube.example.org');
		self::assertFalse($this->import(false)['applied']);
		self::assertNull(Server::get(Gateways::class)->ofRoom($this->room->getToken()));
		self::assertSame($this->before, $this->sharedIds());
	}

	public function testABridgeBecomesAFederationThatHasItsConsent(): void {
		$this->bridge('https://nube.example.org');
		$audited = [];
		$listen = static function (CriticalActionPerformedEvent $event) use (&$audited): void {
			$audited[] = vsprintf($event->getLogMessage(), $event->getParameters());
		};
		Server::get(IEventDispatcher::class)->addListener(CriticalActionPerformedEvent::class, $listen);
		self::assertTrue($this->import(true)['applied']);
		Server::get(IEventDispatcher::class)->removeListener(CriticalActionPerformedEvent::class, $listen);
		[$other] = $this->others();
		self::assertSame(['abcd1234', 'given', $this->marta->getUID()], [$other->address, $other->consent, $other->createdBy]);
		self::assertStringContainsString($this->room->getToken(), implode("\n", $audited));
		$second = $this->import(true);
		self::assertContains("Gateway Importada: the conversation {$this->room->getToken()} is federated already", $second['what']);
		self::assertCount(1, $this->others());
		self::assertCount(1, array_diff($this->sharedIds(), $this->before), 'nothing is doubled');
	}

	public function testWhoseOnlyServerIsRefusedIsNotMadeAndCanBeTriedAgain(): void {
		$this->bridge('https://refused.example');
		$first = $this->import(true);
		self::assertFalse($first['applied']);
		self::assertStringContainsString('Gateway Importada was not made', implode("\n", $first['what']));
		self::assertNull(Server::get(Gateways::class)->ofRoom($this->room->getToken()));
		Server::get(RelaySettings::class)->write(['refused_hosts' => []]);
		self::assertTrue($this->import(true)['applied']);
		self::assertCount(1, $this->others());
	}

	public function testAnAccountThatIsSharedAlreadyIsTakenAndStays(): void {
		$shared = Server::get(AccountService::class)->add(null, 'nctalk', 'Puente',
			['server' => 'https://nube.example.org', 'login' => 'puente', 'password' => 'otro']);
		$this->bridge('https://nube.example.org');
		self::assertTrue($this->import(true)['applied']);
		self::assertSame([$shared->id], array_map(static fn (Member $member): int => $member->account, $this->others()));
		self::assertSame([$shared->id], array_values(array_diff($this->sharedIds(), $this->before)));
	}

	public function testOfAnAccountThatIsSharedAlreadyWhatTheFileIsSilentAboutStays(): void {
		$shared = Server::get(AccountService::class)->add(null, 'nctalk', 'Puente',
			['server' => 'https://nube.example.org', 'login' => 'puente', 'password' => 'otro', 'skipTlsVerify' => true, 'liveRooms' => 9]);
		$this->bridge('https://nube.example.org');
		self::assertTrue($this->import(true)['applied']);
		$this->holds($shared->id, ['skipTlsVerify' => true, 'liveRooms' => 9, 'password' => 'secreto']);
	}

	public function testWhatTheFileSaysOfAnAccountThatIsSharedAlreadyWins(): void {
		$shared = Server::get(AccountService::class)->add(null, 'nctalk', 'Puente',
			['server' => 'https://nube.example.org', 'login' => 'puente', 'password' => 'otro', 'skipTlsVerify' => true, 'liveRooms' => 9]);
		$toml = <<<TOML
			[nctalk.nube]
			Server = "https://nube.example.org"
			Login = "puente"
			Password = "nuevo"
			LiveRooms = 2
			[nctalk.aqui]
			Server = "{$this->here()}"
			Login = "puente"
			Password = "x"
			[[gateway]]
			name = "uno"
			enable = true
			[[gateway.inout]]
			account = "nctalk.nube"
			channel = "abcd1234"
			[[gateway.inout]]
			account = "nctalk.aqui"
			channel = "{$this->room->getToken()}"
			TOML;
		$plan = Server::get(Import::class)->run($toml, false, true, $this->marta->getUID());
		self::assertTrue($plan['applied'], json_encode($plan, JSON_THROW_ON_ERROR));
		$this->holds($shared->id, ['skipTlsVerify' => true, 'liveRooms' => 2, 'password' => 'nuevo']);
	}

	private function here(): string {
		return rtrim(Server::get(IConfig::class)->getSystemValueString('overwrite.cli.url'), '/');
	}

	/** @param array<string, string|int|bool> $expected */
	private function holds(int $id, array $expected): void {
		$accounts = Server::get(AccountService::class);
		self::assertEquals($expected, array_intersect_key($accounts->forRelay($accounts->owned($id, null)), $expected));
	}

	public function testOfTwoTheOneThatCanBeReached(): void {
		$this->bridge('https://refused.example', 'https://nube.example.org');
		self::assertTrue($this->import(true)['applied']);
		self::assertCount(1, $this->others());
	}

	public function testWhatCannotBeStoredLeavesNothing(): void {
		$this->bridge('https://nube.example.org');
		$query = Server::get(IDBConnection::class)->getQueryBuilder();
		$bad = [['type' => 'nctalk', 'server' => 'https://nube.example.org', 'login' => 'puente', 'password' => 'x', 'channel' => "ab\ncd"]];
		$query->update('talk_bridges')->set('json_values', $query->createNamedParameter(json_encode($bad)))
			->where($query->expr()->eq('room_id', $query->createNamedParameter($this->room->getId())))->executeStatement();
		$done = $this->import(true);
		self::assertFalse($done['applied']);
		self::assertStringContainsString('Gateway Importada was not made', implode("\n", $done['what']));
		self::assertNull(Server::get(Gateways::class)->ofRoom($this->room->getToken()));
		self::assertSame($this->before, $this->sharedIds());
	}
}
