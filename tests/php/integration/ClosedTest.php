<?php

declare(strict_types=1);

/**
 * SPDX-FileCopyrightText: 2026 Talk Relay contributors
 * SPDX-License-Identifier: AGPL-3.0-or-later
 */

namespace OCA\TalkRelay\Tests\integration;

use OCA\Talk\Service\RoomService;
use OCA\Talk\Webinary;
use OCA\TalkRelay\Door\Deliver;
use OCA\TalkRelay\Talk\RoomReader;
use OCP\Server;
use PHPUnit\Framework\TestCase;

/** A conversation's own settings hold for remote people as for those of this server (docs/CONVERSATION-STATES.md). */
final class ClosedTest extends TestCase {
	private const LAURA = ['id' => 'laura@elsewhere.example', 'name' => 'Laura'];
	private Stage $stage;

	protected function setUp(): void {
		$this->stage = Stage::open();
	}

	protected function tearDown(): void {
		$this->stage->close();
	}

	public function testALobbyWhoseTimeIsOverLetsADeliveryIn(): void {
		$this->lobbyUntil('-1 minute');
		self::assertArrayHasKey('ids', $this->deliver(['do' => 'send', 'actor' => self::LAURA, 'text' => 'Hello']));
		self::assertContains(['what' => 'lobby', 'value' => Webinary::LOBBY_NONE], array_column($this->stage->takeRows(), 'body'), 'the relay is told');
	}

	public function testALobbyWhoseTimeIsOverIsOverWhenTheRelayLooks(): void {
		$this->lobbyUntil('-1 minute');
		self::assertFalse(Server::get(RoomReader::class)->facts($this->stage->room->getToken())['lobby']);
		self::assertContains(['what' => 'lobby', 'value' => Webinary::LOBBY_NONE], array_column($this->stage->takeRows(), 'body'), 'the relay is told');
	}

	public function testALobbyWhoseTimeIsNotOverStaysShut(): void {
		$this->lobbyUntil('+10 minutes');
		self::assertSame('closeRoom', $this->deliver(['do' => 'send', 'actor' => self::LAURA, 'text' => 'Hello'])['verdict'] ?? null);
		self::assertTrue(Server::get(RoomReader::class)->facts($this->stage->room->getToken())['lobby']);
	}

	private function lobbyUntil(string $time): void {
		Server::get(RoomService::class)->setLobby($this->stage->room, Webinary::LOBBY_NON_MODERATORS, new \DateTime($time));
		$this->stage->takeRows();
	}

	/**
	 * @param array<string, mixed> $item
	 * @return array<string, mixed>
	 */
	private function deliver(array $item): array {
		return Server::get(Deliver::class)->all([$item + ['key' => bin2hex(random_bytes(8)), 'token' => $this->stage->room->getToken()]])[0];
	}
}
