<?php

declare(strict_types=1);

/**
 * SPDX-FileCopyrightText: 2026 Talk Relay contributors
 * SPDX-License-Identifier: AGPL-3.0-or-later
 */

namespace OCA\TalkRelay\Tests\integration;

use OCA\Talk\Chat\ChatManager;
use OCA\Talk\Room;
use OCA\Talk\Service\RoomService;
use OCA\TalkRelay\Relay\Leases;
use OCA\TalkRelay\Relay\LeaseView;
use OCA\TalkRelay\Relay\Signature;
use OCA\TalkRelay\Service\RelaySettings;
use OCP\Server;
use PHPUnit\Framework\TestCase;

/** The door over HTTP, with all its locks. Takes the lease: a relay that runs with this server stops. */
final class DoorTest extends TestCase {
	private static ?Stage $shared = null;
	private Stage $stage;
	private Visitor $relay;

	public static function tearDownAfterClass(): void {
		self::$shared?->close();
		self::$shared = null;
	}

	protected function setUp(): void {
		if (self::$shared === null) {
			self::$shared = Stage::open();
			// The web server remembers for a second what is federated.
			usleep(1_200_000);
		}
		$this->stage = self::$shared;
		$this->relay = new Visitor();
		$this->relay->lease();
	}

	public function testForgedIsRefused(): void {
		$good = $this->relay->call('GET', '/door/outbox');
		self::assertSame(200, $good[0]);
		foreach ([[Signature::SIGNATURE => str_repeat('0', 64)], [Signature::NONCE => str_repeat('1', 32)], [Signature::GENERATION => '999999']] as $forged) {
			[$status, $answer] = $this->relay->call('GET', '/door/outbox', null, $forged);
			self::assertSame([401, 'signature'], [$status, $answer['error'] ?? null]);
		}
		self::assertSame(401, $this->relay->send('GET', '/door/config', '', [])[0]);
	}

	public function testSwitchedOffItAnswersNoRelayAndTakesTheLeaseBack(): void {
		$settings = Server::get(RelaySettings::class);
		[$on, $held, $mode] = [$settings->on(), $settings->held(), $settings->mode()];
		try {
			$settings->write(['mode' => RelaySettings::EXTERNAL]);
			$settings->switch(true);
			$settings->hold(true);
			self::assertNotNull(Server::get(LeaseView::class)->fresh());
			[$status, $answer] = $this->sentAway('POST', '/door/deliver', ['items' => []]);
			self::assertSame([409, 'off', true, false], [$status, $answer['error'] ?? '', $answer['rest'] ?? null, $answer['forget'] ?? null]);
			self::assertNull(Server::get(LeaseView::class)->fresh(), 'nobody waits for its silence');
			$settings->hold(false);
			$settings->switch(false);
			$settings->write(['mode' => RelaySettings::MANAGED]);
			[$status, $answer] = $this->relay->call('GET', '/door/config');
			self::assertSame([409, 'off', false], [$status, $answer['error'] ?? '', $answer['rest'] ?? null]);
			self::assertSame([401, 'signature'], $this->word($this->relay->send('GET', '/door/config', '', [])), 'who has no secret learns nothing');
		} finally {
			$settings->write(['mode' => $mode]);
			$settings->switch($on);
			$settings->hold($held);
		}
	}

	/**
	 * The web server remembers for some seconds what is set.
	 *
	 * @param array<string, mixed> $body
	 * @return array{int, mixed}
	 */
	private function sentAway(string $method, string $path, array $body): array {
		$end = microtime(true) + 8;
		do {
			usleep(250_000);
			$answer = $this->relay->call($method, $path, $body);
		} while ($answer[0] === 200 && microtime(true) < $end);
		return $answer;
	}

	public function testWhoRestedLeavesAnotherAlone(): void {
		$there = ['version' => 'test', 'node' => 'none', 'pid' => 1, 'host' => 'test', 'control' => '/nowhere.sock', 'rested' => true];
		[$status, $answer] = $this->relay->call('POST', '/door/lease', ['relay' => 'rested'] + $there);
		self::assertSame([409, 'superseded'], [$status, $answer['error'] ?? '']);
		Server::get(Leases::class)->end($this->relay->generation);
		self::assertSame(200, $this->relay->call('POST', '/door/lease', ['relay' => 'rested'] + $there)[0]);
	}

	public function testReplayedIsRefused(): void {
		$headers = Signature::of('GET', '/door/outbox', '', $this->relay->generation, time())->headers($this->secret());
		self::assertSame(200, $this->relay->send('GET', '/door/outbox', '', $headers)[0]);
		self::assertSame([401, 'replayed'], $this->word($this->relay->send('GET', '/door/outbox', '', $headers)));
	}

	public function testAClockThatIsOffLearnsTheTime(): void {
		$headers = Signature::of('GET', '/door/outbox', '', $this->relay->generation, time() - 400)->headers($this->secret());
		$answer = $this->relay->send('GET', '/door/outbox', '', $headers);
		self::assertSame([401, 'clock'], $this->word($answer));
		self::assertEqualsWithDelta(time(), $answer[1]['time'], 5);
	}

	public function testAnotherBodyIsRefused(): void {
		$headers = Signature::of('POST', '/door/deliver', '{"items":[]}', $this->relay->generation, time())->headers($this->secret());
		$answer = $this->relay->send('POST', '/door/deliver', '{"items":[{}]}', $headers + ['Content-Type' => 'application/json']);
		self::assertSame([400, 'body'], $this->word($answer));
		// Only an upload is hashed while it is stored: no other call gets by unread.
		$again = Signature::of('POST', '/door/outbox/ack', '{"ids":[1]}', $this->relay->generation, time())->headers($this->secret());
		$answer = $this->relay->send('POST', '/door/outbox/ack', '{"ids":[2]}', $again + ['Content-Type' => 'application/octet-stream']);
		self::assertSame([400, 'body'], $this->word($answer));
	}

	public function testTellsNothingOfAConversationThatIsNotFederated(): void {
		$room = Server::get(RoomService::class)->createConversation(Room::TYPE_GROUP, 'Private', $this->stage->marta);
		$id = (int)Server::get(ChatManager::class)->sendMessage($room, null, 'users', $this->stage->marta->getUID(), 'Secret', new \DateTime())->getId();
		try {
			$token = $room->getToken();
			self::assertSame(404, $this->relay->call('GET', "/door/messages?token=$token&ids=$id")[0]);
			self::assertSame(404, $this->relay->call('GET', "/door/rooms/$token/files/$id")[0]);
			[$status, $facts] = $this->relay->call('GET', "/door/rooms/$token");
			self::assertSame([200, false, '', []], [$status, $facts['exists'], $facts['name'], $facts['people']]);
		} finally {
			Server::get(RoomService::class)->deleteRoom($room);
		}
	}

	public function testANewRelaySupersedesTheOneBefore(): void {
		$other = new Visitor();
		$other->lease();
		self::assertSame([409, 'superseded'], $this->word($this->relay->call('GET', '/door/outbox')));
		self::assertSame([409, 'superseded'], $this->word($this->relay->call('POST', '/door/lease', ['relay' => 'x', 'version' => '', 'node' => '',
			'pid' => 1, 'host' => '', 'control' => '', 'beat' => true])));
		self::assertSame(200, $other->call('GET', '/door/outbox')[0]);
	}

	public function testRowsStayUntilTheyAreAcknowledgedByName(): void {
		$token = $this->stage->room->getToken();
		$first = $this->stage->say($this->stage->marta, 'First');
		$second = $this->stage->say($this->stage->marta, 'Second');
		$rows = fn (): array => array_values(array_filter($this->relay->call('GET', '/door/outbox?limit=500')[1]['rows'],
			static fn (array $row): bool => $row['token'] === $token));
		self::assertFalse($this->relay->call('GET', '/door/outbox?limit=500')[1]['more'], 'The outbox holds too much of others for this test');
		self::assertSame([$first, $second], array_column(array_column($rows(), 'body'), 'id'));
		self::assertSame(200, $this->relay->call('POST', '/door/outbox/ack', ['ids' => [$rows()[1]['id']]])[0]);
		self::assertSame([$first], array_column(array_column($rows(), 'body'), 'id'));
	}

	public function testOfAHeldConversationOnlyItsOwnRowsAreGiven(): void {
		$token = $this->stage->room->getToken();
		$this->stage->say($this->stage->marta, 'Among ourselves');
		Server::get(RoomService::class)->setName($this->stage->room, 'Another name');
		$kinds = fn (string $held): array => array_column(array_filter($this->relay->call('GET', "/door/outbox?limit=500&held=$held")[1]['rows'],
			static fn (array $row): bool => $row['token'] === $token), 'kind');
		self::assertContains('message', $kinds('nobodys'));
		self::assertSame(['room'], array_values(array_unique($kinds("nobodys,$token"))));
		self::assertContains('message', $kinds(''));
	}

	public function testDeliversAndFinds(): void {
		$token = $this->stage->room->getToken();
		$key = 'talkrelay-doordoordoor-' . random_int(1, 999_999_999);
		$item = ['key' => $key, 'token' => $token, 'do' => 'send', 'actor' => ['id' => 'laura@elsewhere.example', 'name' => 'Laura'], 'text' => 'Hi',
			'silent' => false, 'files' => []];
		self::assertSame(404, $this->relay->call('GET', "/door/find?token=$token&key=$key")[0]);
		[$status, $answer] = $this->relay->call('POST', '/door/deliver', ['items' => [$item]]);
		self::assertSame(200, $status);
		self::assertSame([200, ['ids' => $answer['answers'][0]['ids']]], $this->relay->call('GET', "/door/find?token=$token&key=$key"));
		$messages = $this->relay->call('GET', "/door/messages?token=$token&ids=0,{$answer['answers'][0]['ids'][0]},999999999")[1]['messages'];
		self::assertSame(['Hi'], array_column($messages, 'message'));
	}

	public function testAFileGoesInAndComesOut(): void {
		$token = $this->stage->room->getToken();
		$content = random_bytes(300_000);
		$key = 'talkrelay-filefilefile-' . random_int(1, 999_999_999);
		$path = "/door/files?token=$token&key=$key&name=" . rawurlencode('ñandú & co.bin') . '&size=300000';
		$handle = $this->relay->call('POST', $path, $content)[1]['handle'];
		self::assertSame($handle, $this->relay->call('POST', $path, $content)[1]['handle']);
		$item = ['key' => $key, 'token' => $token, 'do' => 'send', 'actor' => ['id' => 'laura@elsewhere.example', 'name' => 'Laura'], 'text' => '',
			'silent' => false, 'files' => [['handle' => $handle, 'voice' => false]]];
		$id = $this->relay->call('POST', '/door/deliver', ['items' => [$item]])[1]['answers'][0]['ids'][0];
		self::assertTrue($content === $this->relay->call('GET', "/door/rooms/$token/files/$id")[1]);
		self::assertSame(404, $this->relay->call('GET', "/door/rooms/$token/files/1")[0]);
	}

	private function secret(): string {
		return Server::get(RelaySettings::class)->secret();
	}

	/** @return array{int, mixed} */
	private function word(array $answer): array {
		return [$answer[0], $answer[1]['error'] ?? null];
	}
}
