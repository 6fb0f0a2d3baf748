<?php

declare(strict_types=1);

/**
 * SPDX-FileCopyrightText: 2026 Talk Relay contributors
 * SPDX-License-Identifier: AGPL-3.0-or-later
 */

namespace OCA\TalkRelay\Tests\integration;

use OCA\TalkRelay\Service\Denied;
use OCA\TalkRelay\Service\Missing;
use OCA\TalkRelay\Service\RelaySettings;
use OCA\TalkRelay\Service\Rights;
use OCP\IDBConnection;
use OCP\Server;
use PHPUnit\Framework\TestCase;

/** Which conversations can't be federated, whoever asks; the others are seen over HTTP (tests/app/rights.test.ts). */
final class RightsTest extends TestCase {
	private Stage $stage;
	private bool $on;

	protected function setUp(): void {
		$this->on = Server::get(RelaySettings::class)->on();
		Server::get(RelaySettings::class)->switch(true);
		$this->stage = Stage::open();
	}

	protected function tearDown(): void {
		$this->make(['remote_server' => '', 'remote_token' => '', 'attributes' => 0]);
		Server::get(RelaySettings::class)->switch($this->on);
		$this->stage->close();
	}

	public function testAModeratorOfAnOrdinaryOneMay(): void {
		self::assertSame('', $this->refusal());
	}

	/** Talk 25: of the attributes the one with the value four. */
	public function testAClassifiedOneStaysHere(): void {
		$this->make(['attributes' => 4]);
		self::assertSame('classified', $this->refusal());
		$this->make(['attributes' => 4 | 1 | 2]);
		self::assertSame('classified', $this->refusal());
		$this->make(['attributes' => 1 | 2 | 8]);
		self::assertSame('', $this->refusal());
	}

	public function testOneThatLivesOnAnotherServerIsFederatedThere(): void {
		$this->make(['remote_server' => 'https://elsewhere.example', 'remote_token' => 'abcd1234']);
		self::assertSame('federated', $this->refusal());
	}

	public function testWhoIsNoModeratorLearnsNothingElseOfIt(): void {
		$this->make(['attributes' => 4, 'remote_server' => 'https://elsewhere.example', 'remote_token' => 'abcd1234']);
		self::assertSame('moderator', $this->refusal($this->stage->iker->getUID()));
		$this->expectException(Missing::class);
		Server::get(Rights::class)->moderator($this->stage->room->getToken(), 'somebody-else');
	}

	public function testOverHttpItIsARefusalWithItsReason(): void {
		foreach (['classified' => ['attributes' => 4], 'federated' => ['attributes' => 0, 'remote_server' => 'https://elsewhere.example', 'remote_token' => 'abcd1234']] as $reason => $values) {
			$this->make($values);
			$path = "apps/talk_relay/api/v1/rooms/{$this->stage->room->getToken()}";
			foreach ([['GET', $path], ['POST', "$path/members"], ['PUT', $path], ['DELETE', $path]] as [$method, $asked]) {
				[$status, $ocs] = $this->stage->ask($this->stage->marta, $method, $asked, $method === 'GET' ? null : []);
				self::assertSame([403, ['reason' => $reason]], [$status, $ocs['data']], "$method $asked");
			}
		}
	}

	/** Empty: it may be federated. */
	private function refusal(?string $user = null): string {
		try {
			Server::get(Rights::class)->moderator($this->stage->room->getToken(), $user ?? $this->stage->marta->getUID());
			return '';
		} catch (Denied $denied) {
			return $denied->reason;
		}
	}

	/**
	 * As Talk keeps it: there is no other way to such a conversation here.
	 *
	 * @param array<string, string|int> $values
	 */
	private function make(array $values): void {
		$query = Server::get(IDBConnection::class)->getQueryBuilder();
		$query->update('talk_rooms')->where($query->expr()->eq('token', $query->createNamedParameter($this->stage->room->getToken())));
		foreach ($values as $name => $value) {
			$query->set($name, $query->createNamedParameter($value));
		}
		$query->executeStatement();
	}
}
