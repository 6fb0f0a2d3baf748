<?php

declare(strict_types=1);

/**
 * SPDX-FileCopyrightText: 2026 Talk Relay contributors
 * SPDX-License-Identifier: AGPL-3.0-or-later
 */

namespace OCA\TalkRelay\Tests\integration;

use OCA\Talk\Chat\ChatManager;
use OCA\Talk\Chat\ReactionManager;
use OCA\Talk\Events\ChatMessageSentEvent;
use OCA\Talk\Model\Attendee;
use OCA\TalkRelay\BackgroundJob\KeepRelay;
use OCA\TalkRelay\Door\Outbox;
use OCA\TalkRelay\Door\People;
use OCA\TalkRelay\Door\Person;
use OCA\TalkRelay\Listener\TellRelay;
use OCA\TalkRelay\Service\StoredRooms;
use OCA\TalkRelay\Talk\CommentReader;
use OCA\TalkRelay\Talk\EventReader;
use OCA\TalkRelay\Talk\Injection;
use OCA\TalkRelay\Talk\Missed;
use OCA\TalkRelay\Talk\ServiceUser;
use OCP\AppFramework\Utility\ITimeFactory;
use OCP\BackgroundJob\IJobList;
use OCP\DB\QueryBuilder\IQueryBuilder;
use OCP\IAppConfig;
use OCP\IDBConnection;
use OCP\IUserManager;
use OCP\Server;
use PHPUnit\Framework\TestCase;
use Psr\Container\ContainerInterface;
use Psr\Log\LoggerInterface;

/** What happened while the app was disabled → rows of the outbox, when a relay takes the lease again. */
final class MissedTest extends TestCase {
	private Stage $stage;

	protected function setUp(): void {
		$this->stage = Stage::open();
		Server::get(Missed::class)->tell();
		$this->stage->takeRows();
		$this->age();
	}

	protected function tearDown(): void {
		$this->stage->close();
	}

	public function testWhatWasWrittenEditedDeletedAndReactedToIsToldInOrderAndOnce(): void {
		$chat = Server::get(ChatManager::class);
		$marta = $this->stage->participant($this->stage->marta);
		$before = $this->stage->say($this->stage->marta, 'Before');
		$this->stage->takeRows();
		$this->age();
		Server::get(Missed::class)->keepPlace();
		$this->unheard(function () use ($chat, $marta, $before): void {
			$first = $this->stage->say($this->stage->marta, 'One');
			// Disabled a second time before anybody made up for the first.
			Server::get(Missed::class)->keepPlace();
			$chat->editMessage($this->stage->room, $chat->getComment($this->stage->room, (string)$before), $marta, new \DateTime(), 'Before, edited');
			$chat->sendMessage($this->stage->room, $marta, Attendee::ACTOR_USERS, $this->stage->marta->getUID(), 'Two', new \DateTime(),
				$chat->getComment($this->stage->room, (string)$first));
			Server::get(ReactionManager::class)->addReactionMessage($this->stage->room, Attendee::ACTOR_USERS, $this->stage->iker->getUID(), 'Iker',
				$first, '👍');
			$gone = $this->stage->say($this->stage->iker, 'Gone again');
			$chat->deleteMessage($this->stage->room, $chat->getComment($this->stage->room, (string)$gone), $marta, new \DateTime());
		});
		self::assertSame([], $this->stage->takeRows());
		Server::get(Missed::class)->tell();
		self::assertSame(['message One', 'system message_edited Before, edited', 'message Two', 'reaction 👍 Iker', 'system message_deleted'],
			array_map($this->line(...), $this->stage->takeRows()));
		Server::get(Missed::class)->tell();
		self::assertSame([], $this->stage->takeRows());
	}

	public function testWhatTheRelayItselfWroteIsNotToldToIt(): void {
		Server::get(Missed::class)->keepPlace();
		$laura = Person::read(['id' => 'laura@elsewhere.example', 'name' => 'Laura']);
		Server::get(People::class)->met($this->stage->room->getToken(), $laura);
		$this->unheard(function (): void {
			Server::get(ChatManager::class)->sendMessage($this->stage->room, null, Attendee::ACTOR_FEDERATED_USERS, 'laura@elsewhere.example', 'Hello',
				new \DateTime());
			$this->stage->say($this->stage->marta, 'Hello yourself');
		});
		Server::get(Missed::class)->tell();
		self::assertSame(['message Hello yourself'], array_map($this->line(...), $this->stage->takeRows()));
	}

	public function testWhereTalkIsDisabledTheRelayGetsItsLeaseAndThePlaceHolds(): void {
		Server::get(Missed::class)->keepPlace();
		$this->unheard(fn () => $this->stage->say($this->stage->marta, 'Later'));
		$without = $this->createStub(ContainerInterface::class);
		$without->method('get')->willThrowException(new \RuntimeException('There is no such class'));
		(new Missed(Server::get(IAppConfig::class), Server::get(IDBConnection::class), Server::get(StoredRooms::class), Server::get(People::class),
			Server::get(ServiceUser::class), Server::get(CommentReader::class), Server::get(Outbox::class), Server::get(IUserManager::class),
			$without, Server::get(LoggerInterface::class), Server::get(ITimeFactory::class)))->tell();
		self::assertSame([], $this->stage->takeRows());
		Server::get(Missed::class)->tell();
		self::assertSame(['message Later'], array_map($this->line(...), $this->stage->takeRows()));
	}

	public function testWhatWasWrittenInTheVeryMomentOfDisablingIsAmongIt(): void {
		$this->unheard(fn () => $this->stage->say($this->stage->marta, 'Just now'));
		Server::get(Missed::class)->keepPlace();
		Server::get(Missed::class)->tell();
		self::assertSame(['message Just now'], array_map($this->line(...), $this->stage->takeRows()));
	}

	public function testWhatCouldNotBeToldIsToldAtTheNextLook(): void {
		$parts = $this->createStub(ContainerInterface::class);
		$missed = Server::get(Missed::class);
		$parts->method('get')->willReturnCallback(static fn (string $class): object => $class === Missed::class ? $missed
			: throw new \RuntimeException('The database is locked'));
		$listener = new TellRelay(Server::get(EventReader::class), $parts, $this->createStub(LoggerInterface::class));
		$listener->handle($this->sent($this->stage->say($this->stage->marta, 'Not lost')));
		$this->stage->takeRows();
		$listener->handle($this->sent($this->stage->say($this->stage->marta, 'Nor this')));
		$this->stage->takeRows();
		Server::get(KeepRelay::class)->start(Server::get(IJobList::class));
		self::assertSame(['message Not lost', 'message Nor this'], array_map($this->line(...), $this->stage->takeRows()));
	}

	/** Such a process tells for as long as it lives, and does not hear what is written elsewhere: the place would be lost. */
	public function testAJobThatBeganBeforeTheAppWasDisabledLeavesThePlace(): void {
		Server::get(Missed::class)->keepPlace();
		$this->setEnabled('no');
		try {
			Server::get(KeepRelay::class)->start(Server::get(IJobList::class));
		} finally {
			$this->setEnabled('yes');
			Server::get(IAppConfig::class)->clearCache();
		}
		$this->unheard(fn () => $this->stage->say($this->stage->marta, 'Still told'));
		Server::get(Missed::class)->tell();
		self::assertSame(['message Still told'], array_map($this->line(...), $this->stage->takeRows()));
	}

	public function testWhereNothingWasDisabledNothingIsTold(): void {
		$this->unheard(fn () => $this->stage->say($this->stage->marta, 'Not ours to tell'));
		Server::get(Missed::class)->tell();
		self::assertSame([], $this->stage->takeRows());
	}

	private function sent(int $comment): ChatMessageSentEvent {
		return new ChatMessageSentEvent($this->stage->room, Server::get(ChatManager::class)->getComment($this->stage->room, (string)$comment),
			$this->stage->participant($this->stage->marta));
	}

	/** By another process. */
	private function setEnabled(string $value): void {
		$query = Server::get(IDBConnection::class)->getQueryBuilder();
		$query->update('appconfig')->set('configvalue', $query->createNamedParameter($value))
			->where($query->expr()->eq('appid', $query->createNamedParameter('talk_relay')))
			->andWhere($query->expr()->eq('configkey', $query->createNamedParameter('enabled')))->executeStatement();
	}

	/** What stands there was written long ago. */
	private function age(): void {
		$query = Server::get(IDBConnection::class)->getQueryBuilder();
		$query->update('comments')
			->set('creation_timestamp', $query->createNamedParameter(new \DateTime('-1 hour'), IQueryBuilder::PARAM_DATETIME_MUTABLE))
			->where($query->expr()->eq('object_type', $query->createNamedParameter('chat')))
			->andWhere($query->expr()->eq('object_id', $query->createNamedParameter((string)$this->stage->room->getId())))->executeStatement();
	}

	/** As it is while Nextcloud does not load the app. */
	private function unheard(callable $work): void {
		Injection::run($work);
	}

	/** @param array{kind: string, body: array<string, mixed>} $row */
	private function line(array $row): string {
		$body = $row['body'];
		return $row['kind'] . ' ' . match ($row['kind']) {
			'reaction' => "{$body['emoji']} {$body['actorDisplayName']}",
			'system' => trim($body['systemMessage'] . ' ' . ($body['systemMessage'] === 'message_edited' ? $body['parent']['message'] : '')),
			default => $body['message'],
		};
	}
}
