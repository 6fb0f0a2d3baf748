<?php

declare(strict_types=1);

/**
 * SPDX-FileCopyrightText: 2026 Talk Relay contributors
 * SPDX-License-Identifier: AGPL-3.0-or-later
 */

namespace OCA\TalkRelay\Tests\integration;

use OCA\TalkRelay\BackgroundJob\TidyDoor;
use OCA\TalkRelay\Door\Deliver;
use OCA\TalkRelay\Door\FileTable;
use OCA\TalkRelay\Door\People;
use OCA\TalkRelay\Door\Person;
use OCA\TalkRelay\Talk\SharedFiles;
use OCP\BackgroundJob\IJobList;
use OCP\Files\IRootFolder;
use OCP\Files\Node;
use OCP\IDBConnection;
use OCP\Lock\ILockingProvider;
use OCP\Server;
use PHPUnit\Framework\TestCase;

final class TidyTest extends TestCase {
	private const LAURA = ['id' => 'laura@elsewhere.example', 'name' => 'Laura'];

	public function testAnOldUploadThatNoMessageShowsGoesAndANewOneStays(): void {
		$stage = Stage::open();
		try {
			[$old, $new] = [$this->upload($stage), $this->upload($stage)];
			$query = Server::get(IDBConnection::class)->getQueryBuilder();
			$query->update('talk_relay_files')->set('created_at', $query->createNamedParameter(1))
				->where($query->expr()->eq('handle', $query->createNamedParameter($old)))->executeStatement();
			$table = Server::get(FileTable::class);
			$file = $table->find($old)?->file ?? 0;
			self::assertNotNull(Server::get(IRootFolder::class)->getFirstNodeById($file));
			Server::get(TidyDoor::class)->start(Server::get(IJobList::class));
			self::assertNull($table->find($old));
			self::assertNull(Server::get(IRootFolder::class)->getFirstNodeById($file));
			self::assertNotNull($table->find($new));
		} finally {
			$stage->close();
		}
	}

	/** Whoever downloads a file holds a lock on it for as long as that takes. */
	public function testAFileThatIsReadWhileItsMessageIsDeletedGoesLater(): void {
		$stage = Stage::open();
		try {
			[$read, $other] = [$this->share($stage), $this->share($stage)];
			$delete = static fn (int $message): array => ['key' => bin2hex(random_bytes(8)), 'token' => $stage->room->getToken(), 'do' => 'remove',
				'target' => $message, 'actor' => self::LAURA];
			$read['node']->lock(ILockingProvider::LOCK_SHARED);
			$other['node']->lock(ILockingProvider::LOCK_SHARED);
			$answers = Server::get(Deliver::class)->all([$delete($read['message']), $delete($other['message'])]);
			self::assertSame([[], []], array_column($answers, 'ids'), 'the messages are deleted');
			$other['node']->unlock(ILockingProvider::LOCK_SHARED);
			Server::get(TidyDoor::class)->start(Server::get(IJobList::class));
			$left = static fn (array $file): bool => Server::get(IRootFolder::class)->getFirstNodeById($file['node']->getId()) !== null;
			self::assertSame([true, false], [$left($read), $left($other)]);
			$read['node']->unlock(ILockingProvider::LOCK_SHARED);
			Server::get(TidyDoor::class)->start(Server::get(IJobList::class));
			self::assertFalse($left($read));
		} finally {
			$stage->close();
		}
	}

	public function testPeopleOfARoomThatIsNoMemberAnyMoreGo(): void {
		$stage = Stage::open();
		try {
			$token = $stage->room->getToken();
			$there = $stage->join();
			$people = Server::get(People::class);
			$people->replace($token, $there, [Person::read(['id' => 'laura@elsewhere.example', 'name' => 'Laura'])]);
			$people->replace($token, 999_999_999, [Person::read(['id' => 'pedro@elsewhere.example', 'name' => 'Pedro'])]);
			Server::get(TidyDoor::class)->start(Server::get(IJobList::class));
			$people->reread();
			self::assertTrue($people->find($token, 'laura@elsewhere.example')?->isIn($there));
			self::assertFalse($people->find($token, 'pedro@elsewhere.example')?->isIn(999_999_999));
		} finally {
			$stage->close();
		}
	}

	/** @return array{message: int, node: Node} a file that a message shows */
	private function share(Stage $stage): array {
		$handle = $this->upload($stage);
		[$sent] = Server::get(Deliver::class)->all([['key' => bin2hex(random_bytes(8)), 'token' => $stage->room->getToken(), 'do' => 'send',
			'actor' => self::LAURA, 'text' => '', 'files' => [['handle' => $handle]]]]);
		$node = Server::get(IRootFolder::class)->getFirstNodeById(Server::get(FileTable::class)->find($handle)?->file ?? 0);
		self::assertNotNull($node);
		return ['message' => $sent['ids'][0], 'node' => $node];
	}

	private function upload(Stage $stage): string {
		$body = fopen('php://temp', 'w+b');
		assert(is_resource($body));
		fwrite($body, 'kept');
		rewind($body);
		return Server::get(SharedFiles::class)->store($stage->room, bin2hex(random_bytes(8)), 'a.txt', 4, $body, hash('sha256', 'kept'));
	}
}
