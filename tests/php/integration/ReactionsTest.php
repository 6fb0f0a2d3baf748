<?php

declare(strict_types=1);

/**
 * SPDX-FileCopyrightText: 2026 Talk Relay contributors
 * SPDX-License-Identifier: AGPL-3.0-or-later
 */

namespace OCA\TalkRelay\Tests\integration;

use OCA\Talk\Chat\ReactionManager;
use OCA\Talk\Events\ReactionAddedEvent;
use OCA\Talk\Model\Attendee;
use OCA\Talk\Model\AttendeeMapper;
use OCA\Talk\Model\Invitation;
use OCA\Talk\Participant;
use OCA\TalkRelay\Door\Deliver;
use OCP\Comments\ICommentsManager;
use OCP\EventDispatcher\IEventDispatcher;
use OCP\IDBConnection;
use OCP\Server;
use PHPUnit\Framework\TestCase;

/** Somebody may take part here through Talk's own federation, and be in the other conversation, too. */
final class ReactionsTest extends TestCase {
	private const ALICE = ['id' => 'alice@elsewhere.example', 'name' => 'Alice'];
	private const BOB = ['id' => 'bob@elsewhere.example', 'name' => 'Bob'];
	private Stage $stage;
	private int $message;

	protected function setUp(): void {
		$this->stage = Stage::open();
		$alice = new Attendee();
		$alice->setRoomId($this->stage->room->getId());
		$alice->setActorType(Attendee::ACTOR_FEDERATED_USERS);
		$alice->setActorId(self::ALICE['id']);
		$alice->setDisplayName('Alice');
		$alice->setParticipantType(Participant::USER);
		$alice->setAccessToken('none');
		$alice->setState(Invitation::STATE_PENDING);
		Server::get(AttendeeMapper::class)->insert($alice);
		$this->message = $this->stage->say($this->stage->marta, 'Vote');
	}

	protected function tearDown(): void {
		$this->stage->close();
	}

	public function testWhatTheyGaveHereIsTheirs(): void {
		// The relay knows her.
		$this->react([self::ALICE, self::BOB], '🎉');
		Server::get(ReactionManager::class)->addReactionMessage($this->stage->room, Attendee::ACTOR_FEDERATED_USERS, self::ALICE['id'], 'Alice', $this->message, '👍');
		$this->react([self::BOB], '👍');
		self::assertSame(['alice@elsewhere.example', 'bob@elsewhere.example'], $this->standing('👍'));
		$this->react([], '👍');
		self::assertSame(['alice@elsewhere.example'], $this->standing('👍'));
	}

	/** It could never be told from theirs again, and so not be taken back. */
	public function testWhatTheyGaveThereIsNotGivenHere(): void {
		$this->react([self::ALICE, self::BOB], '👍');
		self::assertSame(['bob@elsewhere.example'], $this->standing('👍'));
	}

	/** Talk counts them anew with each: who reacts at the same time would not count what is not through yet. */
	public function testWhatIsGivenStandsForOthersAtOnce(): void {
		$open = [];
		$listener = static function () use (&$open): void {
			$open[] = Server::get(IDBConnection::class)->inTransaction();
		};
		$events = Server::get(IEventDispatcher::class);
		$events->addListener(ReactionAddedEvent::class, $listener);
		try {
			$this->react([self::BOB], '👍');
		} finally {
			$events->removeListener(ReactionAddedEvent::class, $listener);
		}
		self::assertSame([false], $open);
	}

	/** @param list<array{id: string, name: string}> $by */
	private function react(array $by, string $emoji): void {
		[$answer] = Server::get(Deliver::class)->all([['key' => bin2hex(random_bytes(8)), 'token' => $this->stage->room->getToken(), 'do' => 'react',
			'target' => $this->message, 'emoji' => $emoji, 'by' => $by]]);
		self::assertSame([], $answer['ids'] ?? null, json_encode($answer) ?: '');
	}

	/** @return list<string> */
	private function standing(string $emoji): array {
		$ids = array_map(static fn ($reaction): string => $reaction->getActorId(),
			Server::get(ICommentsManager::class)->retrieveAllReactionsWithSpecificReaction($this->message, $emoji));
		sort($ids);
		return array_values($ids);
	}
}
