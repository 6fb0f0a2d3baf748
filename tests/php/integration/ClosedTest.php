<?php

declare(strict_types=1);

/**
 * SPDX-FileCopyrightText: 2026 Talk Relay contributors
 * SPDX-License-Identifier: AGPL-3.0-or-later
 */

namespace OCA\TalkRelay\Tests\integration;

use OCA\Talk\Model\Attendee;
use OCA\Talk\Service\RoomService;
use OCA\Talk\Webinary;
use OCA\TalkRelay\Door\Deliver;
use OCA\TalkRelay\Door\Shut;
use OCA\TalkRelay\Door\Uploads;
use OCA\TalkRelay\Talk\Poster;
use OCA\TalkRelay\Talk\RoomReader;
use OCP\Comments\ICommentsManager;
use OCP\IConfig;
use OCP\Server;
use PHPUnit\Framework\TestCase;

/** A conversation's own settings hold for remote people as for those of this server (docs/CONVERSATION-STATES.md). */
final class ClosedTest extends TestCase {
	private const LAURA = ['id' => 'laura@elsewhere.example', 'name' => 'Laura'];
	private const PEDRO = ['id' => 'pedro@elsewhere.example', 'name' => 'Pedro'];
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

	public function testALobbyWhoseTimeIsOverLetsAFileIn(): void {
		$this->lobbyUntil('-1 minute');
		// No body comes with the command line.
		self::assertNotSame('', Server::get(Uploads::class)->take($this->stage->room->getToken(), bin2hex(random_bytes(8)), 'a.txt', 0, hash('sha256', '')));
	}

	/** Their announcement is heard, nobody from elsewhere answers it here; what they take back, and what the relay itself says, is done. */
	public function testWhereOnlyModeratorsMayWriteRemotePeopleMayNotEither(): void {
		$said = $this->deliver(['do' => 'send', 'actor' => self::LAURA, 'text' => 'Before'])['ids'][0];
		$reacted = $this->stage->say($this->stage->marta, 'Announcement');
		$this->deliver(['do' => 'react', 'target' => $reacted, 'emoji' => '👍', 'by' => [self::LAURA]]);
		$this->permit(Attendee::PERMISSIONS_CALL_JOIN);
		$edit = ['do' => 'edit', 'actor' => self::LAURA, 'target' => $said, 'text' => 'After'];
		foreach ([['do' => 'send', 'actor' => self::LAURA, 'text' => 'Hello'], $edit] as $item) {
			$answer = $this->deliver($item);
			self::assertSame(['closeRoom', 'Only moderators may write in the conversation'], [$answer['verdict'] ?? null, $answer['why'] ?? null]);
		}
		$react = static fn (array ...$by): array => ['do' => 'react', 'target' => $reacted, 'emoji' => '👍', 'by' => $by];
		self::assertSame('cannot', $this->deliver($react(self::LAURA, self::PEDRO))['verdict'] ?? null);
		self::assertSame(1, $this->reactions($reacted));
		// Both at once: what Laura takes back, and what Pedro may not.
		self::assertSame([], $this->deliver($react(self::PEDRO))['ids'] ?? null);
		self::assertSame(0, $this->reactions($reacted));
		foreach ([['do' => 'remove', 'actor' => self::LAURA, 'target' => $said], ['do' => 'notice', 'text' => 'From the relay'],
			['do' => 'sign', 'target' => $reacted, 'emoji' => '⏳', 'stands' => true]] as $item) {
			self::assertArrayHasKey('ids', $this->deliver($item));
		}
		$this->expectException(Shut::class);
		$this->expectExceptionMessage('Only moderators may write in the conversation');
		Server::get(Uploads::class)->take($this->stage->room->getToken(), bin2hex(random_bytes(8)), 'a.txt', 0, hash('sha256', ''));
	}

	public function testWhereEverybodyMayReactRemotePeopleMay(): void {
		$this->permit(Attendee::PERMISSIONS_REACT);
		$id = $this->stage->say($this->stage->marta, 'Announcement');
		self::assertSame([], $this->deliver(['do' => 'react', 'target' => $id, 'emoji' => '👍', 'by' => [self::LAURA]])['ids'] ?? null);
	}

	public function testThatOnlyModeratorsMayWriteIsTold(): void {
		$facts = fn (): array => Server::get(RoomReader::class)->facts($this->stage->room->getToken());
		self::assertTrue($facts()['mayPost']);
		$this->permit(Attendee::PERMISSIONS_REACT);
		self::assertContains('permissions', array_column(array_column($this->stage->takeRows(), 'body'), 'what'));
		self::assertFalse($facts()['mayPost']);
		$this->permit(Attendee::PERMISSIONS_DEFAULT);
		self::assertContains('permissions', array_column(array_column($this->stage->takeRows(), 'body'), 'what'));
		self::assertTrue($facts()['mayPost']);
	}

	public function testWhatAnAdministratorSetForAllConversationsHolds(): void {
		$config = Server::get(IConfig::class);
		$before = $config->getAppValue('spreed', 'default_permissions');
		$config->setAppValue('spreed', 'default_permissions', (string)(Attendee::PERMISSIONS_CUSTOM | Attendee::PERMISSIONS_CALL_JOIN));
		try {
			self::assertSame('closeRoom', $this->deliver(['do' => 'send', 'actor' => self::LAURA, 'text' => 'Hello'])['verdict'] ?? null);
		} finally {
			$before === '' ? $config->deleteAppValue('spreed', 'default_permissions') : $config->setAppValue('spreed', 'default_permissions', $before);
		}
	}

	/** As a moderator does in the conversation's settings, in a request of their own. */
	private function permit(int $permissions): void {
		Server::get(RoomService::class)->setDefaultPermissions($this->stage->room, $permissions);
		// What this process remembers of the conversation.
		Server::get(Poster::class)->undone();
	}

	private function reactions(int $message): int {
		return count(Server::get(ICommentsManager::class)->retrieveAllReactionsWithSpecificReaction($message, '👍'));
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
