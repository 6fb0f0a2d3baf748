<?php

declare(strict_types=1);

/**
 * SPDX-FileCopyrightText: 2026 Talk Relay contributors
 * SPDX-License-Identifier: AGPL-3.0-or-later
 */

namespace OCA\TalkRelay\Tests\integration;

use Icewind\Streams\CallbackWrapper;
use OC\Files\Filesystem;
use OC\Files\Storage\Wrapper\Wrapper;
use OCA\TalkRelay\BackgroundJob\TidyDoor;
use OCA\TalkRelay\Door\Verdict;
use OCA\TalkRelay\Talk\ServiceUser;
use OCA\TalkRelay\Talk\SharedFiles;
use OCP\BackgroundJob\IJobList;
use OCP\Files\Folder;
use OCP\Files\ForbiddenException;
use OCP\Files\InvalidContentException;
use OCP\Files\IRootFolder;
use OCP\Files\Storage\IStorage;
use OCP\Lock\ILockingProvider;
use OCP\Server;
use PHPUnit\Framework\Attributes\DataProvider;
use PHPUnit\Framework\TestCase;

/** A file that this server does not take holds up nothing that comes after it. */
final class RefusedFileTest extends TestCase {
	/** What the storage throws while a file is written. */
	private static ?\Exception $refusal = null;
	private Stage $stage;

	public static function setUpBeforeClass(): void {
		Filesystem::addStorageWrapper('talk_relay_test', static fn (string $mount, IStorage $storage): IStorage
			=> new class(['storage' => $storage]) extends Wrapper {
				public function fopen(string $path, string $mode) {
					$stream = parent::fopen($path, $mode);
					return is_resource($stream) && $mode === 'w' ? CallbackWrapper::wrap($stream, null, null, static fn () => RefusedFileTest::refuse()) : $stream;
				}
			}, 1);
		\OC_Util::tearDownFS();
	}

	protected function setUp(): void {
		$this->stage = Stage::open();
	}

	protected function tearDown(): void {
		self::$refusal = null;
		$this->stage->close();
	}

	public static function refuse(): void {
		if (self::$refusal !== null) {
			throw self::$refusal;
		}
	}

	/** @return array<string, array{\Exception}> */
	public static function refusals(): array {
		return [
			'a virus' => [new InvalidContentException('Virus Eicar-Test-Signature is detected in the file.')],
			'a rule' => [new ForbiddenException('Access denied', false)],
		];
	}

	#[DataProvider('refusals')]
	public function testItIsRefusedForGoodAndLeavesNothing(\Exception $refusal): void {
		$this->upload('before.txt');
		self::$refusal = $refusal;
		try {
			$this->upload('refused.txt');
			self::fail('It was taken');
		} catch (Verdict $verdict) {
			self::assertSame([Verdict::DROP, "This server refuses the file: {$refusal->getMessage()}"], [$verdict->verdict, $verdict->getMessage()]);
		}
		self::$refusal = null;
		// The end of a request.
		Server::get(ILockingProvider::class)->releaseAll();
		Server::get(TidyDoor::class)->start(Server::get(IJobList::class));
		self::assertSame(['before.txt'], $this->names());
	}

	public function testWhatMayBeTriedAgainIsTriedAgain(): void {
		self::$refusal = new ForbiddenException('Not now', true);
		try {
			$this->upload('later.txt', 'key');
			self::fail('It was taken');
		} catch (ForbiddenException $e) {
			self::assertSame('Not now', $e->getMessage());
		}
		self::$refusal = null;
		Server::get(ILockingProvider::class)->releaseAll();
		$this->upload('later.txt', 'key');
		self::assertSame(['later.txt'], $this->names());
	}

	private function upload(string $name, ?string $key = null): void {
		$body = fopen('php://temp', 'w+b');
		assert(is_resource($body));
		fwrite($body, 'content');
		rewind($body);
		Server::get(SharedFiles::class)->store($this->stage->room, $this->stage->room->getToken() . ($key ?? $name), $name, 7, $body, hash('sha256', 'content'));
	}

	/** @return list<string> of the files in the conversation's folder */
	private function names(): array {
		$outer = Server::get(IRootFolder::class)->getUserFolder(Server::get(ServiceUser::class)->id())->get($this->stage->room->getToken());
		assert($outer instanceof Folder);
		$folder = $outer->getDirectoryListing()[0];
		assert($folder instanceof Folder);
		return array_map(static fn ($node): string => $node->getName(), $folder->getDirectoryListing());
	}
}
