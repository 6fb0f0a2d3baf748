<?php

declare(strict_types=1);

/**
 * SPDX-FileCopyrightText: 2026 Talk Relay contributors
 * SPDX-License-Identifier: AGPL-3.0-or-later
 */

namespace OCA\TalkRelay\Tests\integration;

use OCA\Talk\Chat\ChatManager;
use OCA\Talk\Chat\ReactionManager;
use OCA\Talk\Model\Attendee;
use OCA\Talk\Room;
use OCA\Talk\Service\ParticipantService;
use OCA\Talk\Service\PollService;
use OCA\Talk\Service\RoomService;
use OCA\TalkRelay\Db\Gateways;
use OCA\TalkRelay\Service\StoredRooms;
use OCA\TalkRelay\Talk\Injection;
use OCA\TalkRelay\Talk\RoomReader;
use OCP\Server;
use PHPUnit\Framework\TestCase;

/** What happens in Talk → rows of the outbox. */
final class EventsTest extends TestCase {
	private Stage $stage;

	protected function setUp(): void {
		$this->stage = Stage::open();
	}

	protected function tearDown(): void {
		$this->stage->close();
	}

	public function testATextWithItsMention(): void {
		$id = $this->stage->say($this->stage->marta, 'Hi @"' . $this->stage->iker->getUID() . '" **you**');
		[$row] = $this->stage->takeRows();
		self::assertSame('message', $row['kind']);
		self::assertSame([$id, 'Hi {mention-user1} **you**', 'users', 'Marta', 'comment', ''], [$row['body']['id'], $row['body']['message'],
			$row['body']['actorType'], $row['body']['actorDisplayName'], $row['body']['messageType'], $row['body']['systemMessage']]);
		self::assertSame('Iker', $row['body']['messageParameters']['mention-user1']['name']);
	}

	public function testAnAnswerBringsWhatItAnswers(): void {
		$chat = Server::get(ChatManager::class);
		$first = $this->stage->say($this->stage->marta, 'Question');
		$chat->sendMessage($this->stage->room, $this->stage->participant($this->stage->iker), Attendee::ACTOR_USERS, $this->stage->iker->getUID(), 'Answer',
			new \DateTime(), $chat->getComment($this->stage->room, (string)$first));
		[, $row] = $this->stage->takeRows();
		self::assertSame(['Answer', $first, 'Question'], [$row['body']['message'], $row['body']['parent']['id'], $row['body']['parent']['message']]);
	}

	public function testEditsAndDeletionsShowTheMessageAsItIsNow(): void {
		$chat = Server::get(ChatManager::class);
		$marta = $this->stage->participant($this->stage->marta);
		$id = $this->stage->say($this->stage->marta, 'First');
		$chat->editMessage($this->stage->room, $chat->getComment($this->stage->room, (string)$id), $marta, new \DateTime(), 'Second');
		$chat->deleteMessage($this->stage->room, $chat->getComment($this->stage->room, (string)$id), $marta, new \DateTime());
		[, $edit, $deletion] = $this->stage->takeRows();
		self::assertSame(['system', 'message_edited', $id, 'Second'],
			[$edit['kind'], $edit['body']['systemMessage'], $edit['body']['parent']['id'], $edit['body']['parent']['message']]);
		self::assertSame(['message_deleted', $id, 'comment_deleted'],
			[$deletion['body']['systemMessage'], $deletion['body']['parent']['id'], $deletion['body']['parent']['messageType']]);
	}

	public function testReactionsComeAndGoWithTheirEmoji(): void {
		$reactions = Server::get(ReactionManager::class);
		$id = $this->stage->say($this->stage->marta, 'React');
		$who = [Attendee::ACTOR_USERS, $this->stage->iker->getUID(), 'Iker'];
		$reactions->addReactionMessage($this->stage->room, ...[...$who, $id, '👍']);
		$reactions->deleteReactionMessage($this->stage->room, ...[...$who, $id, '👍']);
		$rows = array_slice($this->stage->takeRows(), 1);
		self::assertSame([['reaction', $id, '👍', false], ['reaction', $id, '👍', true]], array_map(static fn (array $row): array
			=> [$row['kind'], $row['body']['target'], $row['body']['emoji'], $row['body']['removed']], $rows));
	}

	public function testAPollIsAnObjectThatCanBeAskedFor(): void {
		$marta = $this->stage->marta;
		$poll = Server::get(PollService::class)->createPoll($this->stage->room->getId(), Attendee::ACTOR_USERS, $marta->getUID(), 'Marta', 'Which?',
			['This', 'That'], 0, 0, false);
		$said = ['message' => 'object_shared', 'parameters' => ['objectType' => 'talk-poll', 'objectId' => $poll->getId(),
			'metaData' => ['type' => 'talk-poll', 'id' => $poll->getId(), 'name' => 'Which?']]];
		Server::get(ChatManager::class)->addSystemMessage($this->stage->room, $this->stage->participant($marta), Attendee::ACTOR_USERS, $marta->getUID(),
			json_encode($said, JSON_THROW_ON_ERROR), new \DateTime(), true);
		[$row] = $this->stage->takeRows();
		self::assertSame('object', $row['kind']);
		[$message] = Server::get(RoomReader::class)->messages($this->stage->room->getToken(), [$row['body']['id']]);
		self::assertSame(['Which?', ['This', 'That']], [$message['poll']['question'], $message['poll']['options']]);
	}

	public function testWhatChangesAboutTheConversation(): void {
		$rooms = Server::get(RoomService::class);
		$rooms->setName($this->stage->room, 'Renamed', 'Stage');
		$rooms->setReadOnly($this->stage->room, Room::READ_ONLY);
		$told = array_filter($this->stage->takeRows(), static fn (array $row): bool => $row['kind'] === 'room');
		self::assertSame(['name' => 'Renamed', 'readOnly' => Room::READ_ONLY], array_column(array_column($told, 'body'), 'value', 'what'));
		self::assertTrue(Server::get(RoomReader::class)->facts($this->stage->room->getToken())['readOnly']);
	}

	public function testPeopleWhoLeave(): void {
		$participants = Server::get(ParticipantService::class);
		$participants->removeUser($this->stage->room, $this->stage->iker, 'remove');
		$what = array_column(array_column($this->stage->takeRows(), 'body'), 'what');
		self::assertContains('people', $what);
		$facts = Server::get(RoomReader::class)->facts($this->stage->room->getToken());
		self::assertSame(['Marta'], array_column($facts['people'], 'displayName'));
	}

	public function testADeletedConversationIsTold(): void {
		$this->stage->deleteRoom();
		self::assertContains('deleted', array_column(array_column($this->stage->takeRows(), 'body'), 'what'));
		self::assertFalse(Server::get(RoomReader::class)->facts($this->stage->room->getToken())['exists']);
	}

	public function testWhatTheAppDoesItselfIsNotTold(): void {
		Injection::run(fn (): int => $this->stage->say($this->stage->marta, 'By the relay'));
		self::assertSame([], $this->stage->takeRows());
	}

	public function testOtherConversationsAreNotTold(): void {
		$gateway = Server::get(Gateways::class)->ofRoom($this->stage->room->getToken());
		self::assertNotNull($gateway);
		Server::get(Gateways::class)->delete($gateway->id);
		Server::get(StoredRooms::class)->forget();
		$this->stage->say($this->stage->marta, 'Among ourselves');
		self::assertSame([], $this->stage->takeRows());
	}
}
