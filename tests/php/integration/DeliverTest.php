<?php

declare(strict_types=1);

/**
 * SPDX-FileCopyrightText: 2026 Talk Relay contributors
 * SPDX-License-Identifier: AGPL-3.0-or-later
 */

namespace OCA\TalkRelay\Tests\integration;

use OCA\Talk\Chat\ChatManager;
use OCA\Talk\Chat\CommentsManager;
use OCA\Talk\Chat\MessageParser;
use OCA\Talk\Model\Message;
use OCA\Talk\Room;
use OCA\Talk\Service\ParticipantService;
use OCA\Talk\Service\RoomService;
use OCA\TalkRelay\Door\Deliver;
use OCA\TalkRelay\Door\Inbox;
use OCA\TalkRelay\Door\People;
use OCA\TalkRelay\Talk\SharedFiles;
use OCP\Comments\IComment;
use OCP\Comments\ICommentsManager;
use OCP\IDBConnection;
use OCP\L10N\IFactory;
use OCP\Server;
use PHPUnit\Framework\Attributes\DataProvider;
use PHPUnit\Framework\TestCase;

/** What the relay asks for → Talk. */
final class DeliverTest extends TestCase {
	private const LAURA = ['id' => 'laura@elsewhere.example', 'name' => 'Laura'];
	private const PEDRO = ['id' => 'pedro@elsewhere.example', 'name' => 'Pedro'];
	private static ?Stage $shared = null;
	private Stage $stage;

	protected function setUp(): void {
		$this->stage = self::$shared ??= Stage::open();
	}

	public static function tearDownAfterClass(): void {
		self::$shared?->close();
		self::$shared = null;
	}

	public function testAMessageOfARemotePerson(): void {
		[$answer] = $this->deliver($this->message(['text' => 'Hello']));
		$message = $this->read($answer['ids'][0]);
		self::assertSame(['federated_users', 'laura@elsewhere.example', 'Laura', 'Hello', true], [$message->getActorType(), $message->getActorId(),
			$message->getActorDisplayName(), $message->getMessage(), $message->isReplyable()]);
		self::assertSame([], $this->stage->takeRows());
	}

	public function testTwiceIsOnce(): void {
		$item = $this->message();
		$before = $this->said();
		$first = $this->deliver($item)[0];
		self::assertSame([$first, $first], $this->deliver($item, $item));
		self::assertSame($before + 1, $this->said());
		self::assertCount(1, Server::get(Inbox::class)->find($item['key']) ?? []);
	}

	/** A request that is killed leaves either both or neither: message and key are one transaction. */
	public function testAFailureAfterTheMessageLeavesNeitherItNorTheKey(): void {
		$before = $this->said();
		$key = $this->key();
		try {
			Server::get(Inbox::class)->once($key, $this->stage->room->getToken(), function (): array {
				$this->stage->say($this->stage->marta, 'Half done');
				throw new \RuntimeException('killed');
			});
		} catch (\RuntimeException) {
		}
		self::assertSame($before, $this->said());
		self::assertNull(Server::get(Inbox::class)->find($key));
		self::assertFalse(Server::get(IDBConnection::class)->inTransaction());
	}

	public function testOneThatWaitsStopsItsRoomAndNoOther(): void {
		$other = Stage::open();
		Server::get(RoomService::class)->setReadOnly($other->room, Room::READ_ONLY);
		$there = ['token' => $other->room->getToken()];
		try {
			$answers = $this->deliver($this->message($there), $this->message($there), $this->message());
			self::assertSame(['closeRoom', 'retry', null], array_map(static fn (array $answer): ?string => $answer['verdict'] ?? null, $answers));
		} finally {
			$other->close();
		}
	}

	public function testOneThatIsDroppedStopsNothing(): void {
		$answers = $this->deliver($this->message(['text' => str_repeat('x', 32_001)]), $this->message(['actor' => ['id' => 'nobody']]), $this->message());
		self::assertSame(['drop', 'drop', null], array_map(static fn (array $answer): ?string => $answer['verdict'] ?? null, $answers));
	}

	public function testAnswersEditsAndDeletes(): void {
		$question = $this->stage->say($this->stage->marta, 'Question');
		[$answer] = $this->deliver($this->message(['replyTo' => $question]));
		$id = $answer['ids'][0];
		self::assertSame((string)$question, $this->comment($id)->getParentId());
		$this->deliver($this->change('edit', $id, ['actor' => self::LAURA, 'text' => 'Changed']));
		self::assertSame('Changed', $this->read($id)->getMessage());
		self::assertSame('Laura', $this->read($id)->toArray('json', null)['lastEditActorDisplayName'] ?? '');
		$this->deliver($this->change('remove', $id, ['actor' => self::LAURA]), $this->change('remove', $id, ['actor' => self::LAURA]));
		self::assertSame(ChatManager::VERB_MESSAGE_DELETED, $this->comment($id)->getVerb());
		self::assertSame('cannot', $this->deliver($this->change('edit', $id, ['actor' => self::LAURA, 'text' => 'Late']))[0]['verdict']);
	}

	public function testPeopleHereKeepTheirMessages(): void {
		$id = $this->stage->say($this->stage->marta, 'Mine');
		$answers = $this->deliver($this->change('edit', $id, ['actor' => self::LAURA, 'text' => 'Hers']), $this->change('remove', $id, []));
		self::assertSame(['cannot', 'cannot'], array_column($answers, 'verdict'));
		self::assertSame('Mine', $this->comment($id)->getMessage());
	}

	public function testReactionsAreAState(): void {
		$id = $this->stage->say($this->stage->marta, 'React');
		$react = fn (array ...$by): array => $this->deliver($this->change('react', $id, ['emoji' => '👍', 'by' => $by]));
		foreach ([[[self::LAURA, self::PEDRO], 2], [[self::LAURA, self::PEDRO], 2], [[self::PEDRO], 1], [[], 0]] as [$by, $standing]) {
			self::assertSame([], $react(...$by)[0]['ids']);
			self::assertSame($standing, $this->comment($id)->getReactions()['👍'] ?? 0);
		}
	}

	public function testNobodyIsWokenByAccident(): void {
		$iker = $this->stage->iker->getUID();
		[$answer] = $this->deliver($this->message(['text' => "@all @$iker `@all` @\"$iker\""]));
		self::assertSame("@\u{2060}all @\u{2060}$iker `@all` @\"$iker\"", $this->comment($answer['ids'][0])->getMessage());
	}

	public function testOneWhoIsShutOutSaysNothing(): void {
		$this->deliver($this->message());
		$block = fn (bool $shut): bool => Server::get(People::class)->block($this->stage->room->getToken(), 'laura@elsewhere.example', $shut);
		self::assertTrue($block(true));
		self::assertSame('drop', $this->deliver($this->message())[0]['verdict']);
		$block(false);
		self::assertSame([1], array_map(count(...), array_column($this->deliver($this->message(['actor' => self::PEDRO])), 'ids')));
	}

	public function testAFileIsShownByItsMessageAndGoesWithIt(): void {
		$body = fopen('php://temp', 'w+b');
		self::assertIsResource($body);
		fwrite($body, 'content');
		rewind($body);
		$files = Server::get(SharedFiles::class);
		$handle = $files->store($this->stage->room, $this->key(), '../no/tes*.txt', 7, $body, hash('sha256', 'content'));
		[$answer] = $this->deliver($this->message(['text' => 'Caption', 'files' => [['handle' => $handle, 'voice' => false]]]));
		$id = $answer['ids'][0];
		$shown = $this->read($id);
		self::assertSame(['Caption', 'Laura', '7'], [$shown->getMessage(), $shown->getActorDisplayName(), $shown->getMessageParameters()['file']['size']]);
		self::assertStringNotContainsString('/', $shown->getMessageParameters()['file']['name']);
		$names = array_map(static fn ($one): string => $one->getAttendee()->getActorId(),
			Server::get(ParticipantService::class)->getParticipantsForRoom($this->stage->room));
		self::assertCount(3, $names, 'the service user has joined');
		$this->deliver($this->change('remove', $id, ['actor' => self::LAURA]));
		self::assertSame('retry', $this->deliver($this->message(['files' => [['handle' => $handle, 'voice' => false]]]))[0]['verdict']);
	}

	public function testAFileThatIsAnotherThanAnnouncedIsNotKept(): void {
		$body = fopen('php://temp', 'w+b');
		self::assertIsResource($body);
		$this->expectException(\UnexpectedValueException::class);
		Server::get(SharedFiles::class)->store($this->stage->room, $this->key(), 'a.txt', 0, $body, hash('sha256', 'other'));
	}

	/** @return array<string, array{string}> */
	public static function hostile(): array {
		return [
			'HTML' => ['<script>alert(1)</script><img src=x onerror=alert(1)>'],
			'SQL' => ["'; DROP TABLE oc_talk_relay_people; --"],
			'a path' => ['../../../../config/config.php'],
			'a path of Windows' => ['..\\..\\config\\config.php'],
			'control characters' => ["a\0b\r\nSet-Cookie: x=1\x1b[31m\x07"],
			'right to left' => ["\u{202e}gnp.exe"],
			'10,000 characters of an ending' => ['x.' . str_repeat('x', 10_000)],
			'10,000 characters' => [str_repeat('x', 10_000)],
		];
	}

	/** Nothing breaks, and what was said is there as the text that it is; or the one item is dropped, and the next comes. */
	#[DataProvider('hostile')]
	public function testHostileNamesAndTextsAreText(string $hostile): void {
		$before = $this->said();
		$answers = $this->deliver(
			$this->message(['text' => $hostile]),
			$this->message(['actor' => ['id' => 'laura@elsewhere.example', 'name' => $hostile]]),
			$this->message(['actor' => ['id' => "$hostile@elsewhere.example", 'name' => 'Laura']]),
			$this->message(['actor' => self::LAURA + ['avatar' => $hostile]]),
			$this->message(['thread' => ['title' => $hostile]]),
			$this->message(),
		);
		self::assertCount(6, $answers);
		$kept = array_filter($answers, static fn (array $answer): bool => !isset($answer['verdict']));
		foreach (array_diff_key($answers, $kept) as $refused) {
			self::assertSame('drop', $refused['verdict'], json_encode($refused) ?: '');
		}
		self::assertArrayHasKey(5, $kept);
		// A thread is told of by a message of Talk's own.
		self::assertSame($before + count($kept) + (isset($kept[4]) ? 1 : 0), $this->said());
		self::assertArrayHasKey(0, $kept);
		$read = $this->read($kept[0]['ids'][0]);
		// No database takes a NUL.
		self::assertSame([str_replace("\0", '', $hostile), []], [$read->getMessage(), $read->getMessageParameters()]);
		// A name is one line of bounded length, whatever it was. People are called as they were last.
		[$named] = $this->deliver($this->message(['actor' => ['id' => 'pedro@elsewhere.example', 'name' => $hostile]]));
		$name = $this->read($named['ids'][0])->getActorDisplayName();
		self::assertNotSame('', $name);
		self::assertDoesNotMatchRegularExpression('/[\x00-\x1f\x7f\x{202e}]/u', $name);
		self::assertLessThan(300, mb_strlen($name));
	}

	/** A name of a file is one name in the conversation's own folder. */
	#[DataProvider('hostile')]
	public function testAHostileFileNameStaysInItsFolder(string $hostile): void {
		$body = fopen('php://temp', 'w+b');
		self::assertIsResource($body);
		fwrite($body, 'content');
		rewind($body);
		$handle = Server::get(SharedFiles::class)->store($this->stage->room, $this->key(), $hostile, 7, $body, hash('sha256', 'content'));
		[$answer] = $this->deliver($this->message(['files' => [['handle' => $handle, 'voice' => false]]]));
		self::assertArrayNotHasKey('verdict', $answer, json_encode($answer) ?: '');
		['name' => $name, 'path' => $path, 'size' => $size] = $this->read($answer['ids'][0])->getMessageParameters()['file'];
		self::assertSame('7', $size);
		self::assertDoesNotMatchRegularExpression('#[/\\\\\x00-\x1f\x7f]#', $name);
		self::assertLessThanOrEqual(250, strlen($name));
		self::assertStringNotContainsString('..', dirname($path));
	}

	public function testAThreadBeginsAndGoesOn(): void {
		[$begun] = $this->deliver($this->message(['thread' => ['title' => 'Trip']]));
		$root = $begun['ids'][0];
		[$more] = $this->deliver($this->message(['thread' => ['title' => 'Trip', 'root' => $root]]));
		self::assertSame((string)$root, $this->comment($more['ids'][0])->getTopmostParentId());
	}

	/** @return array<string, mixed> */
	private function message(array $more = []): array {
		return $more + ['key' => $this->key(), 'token' => $this->stage->room->getToken(), 'do' => 'send', 'actor' => self::LAURA, 'text' => 'Text',
			'silent' => false, 'files' => []];
	}

	/** @return array<string, mixed> */
	private function change(string $do, int $target, array $more): array {
		return $more + ['key' => $this->key(), 'token' => $this->stage->room->getToken(), 'do' => $do, 'target' => $target];
	}

	private function key(): string {
		return 'talkrelay-' . substr(strtr(bin2hex(random_bytes(6)), '0189', 'wxyz'), 0, 12) . '-' . random_int(1, 999_999_999);
	}

	/** @return list<array<string, mixed>> */
	private function deliver(array ...$items): array {
		return Server::get(Deliver::class)->all($items);
	}

	private function comment(int $id): IComment {
		// Past Talk's memory, which knows what it wrote itself.
		return Server::get(CommentsManager::class)->getCommentsById([(string)$id])[$id];
	}

	private function said(): int {
		return Server::get(ICommentsManager::class)->getNumberOfCommentsForObject('chat', (string)$this->stage->room->getId());
	}

	private function read(int $id): Message {
		$parser = Server::get(MessageParser::class);
		$message = $parser->createMessage($this->stage->room, null, $this->comment($id), Server::get(IFactory::class)->get('spreed', 'en'));
		$parser->parseMessage($message);
		return $message;
	}
}
