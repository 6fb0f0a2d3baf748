<?php

declare(strict_types=1);

/**
 * SPDX-FileCopyrightText: 2026 Talk Relay contributors
 * SPDX-License-Identifier: AGPL-3.0-or-later
 */

namespace OCA\TalkRelay\Tests\integration;

use OC\Share20\ShareDisableChecker;
use OCA\TalkRelay\Door\FileTable;
use OCA\TalkRelay\Door\Verdict;
use OCA\TalkRelay\Talk\RoomFolder;
use OCA\TalkRelay\Talk\ServiceUser;
use OCA\TalkRelay\Talk\SharedFiles;
use OCP\Files\IFilenameValidator;
use OCP\Files\IRootFolder;
use OCP\IConfig;
use OCP\IGroupManager;
use OCP\IRequest;
use OCP\IUserManager;
use OCP\Server;
use OCP\Share\IManager;
use PHPUnit\Framework\Attributes\DataProvider;
use PHPUnit\Framework\TestCase;
use Psr\Log\LoggerInterface;

/** Where an administrator restricts sharing, a file is refused for good, with what to change: it blocks nothing that comes after it. */
final class SharingTest extends TestCase {
	private Stage $stage;
	/** @var array<string, string> */
	private array $before = [];

	protected function setUp(): void {
		$this->stage = Stage::open();
	}

	protected function tearDown(): void {
		foreach ($this->before as $name => $value) {
			$value === '' ? Server::get(IConfig::class)->deleteAppValue('core', $name) : Server::get(IConfig::class)->setAppValue('core', $name, $value);
		}
		$this->forget();
		$this->stage->close();
	}

	/** @return array<string, array{array<string, string>, string}> */
	public static function restricted(): array {
		return [
			'off' => [['shareapi_enabled' => 'no'], 'Sharing is switched off on this server'],
			'groups' => [['shareapi_exclude_groups' => 'allow', 'shareapi_exclude_groups_list' => '["nobody-is-in-it"]'], 'Sharing is restricted to groups'],
		];
	}

	/** @param array<string, string> $values */
	#[DataProvider('restricted')]
	public function testAFileIsRefusedWithWhatToChange(array $values, string $says): void {
		foreach ($values as $name => $value) {
			$this->before[$name] = Server::get(IConfig::class)->getAppValue('core', $name);
			Server::get(IConfig::class)->setAppValue('core', $name, $value);
		}
		$this->forget();
		try {
			$this->upload();
			self::fail('It was taken');
		} catch (Verdict $verdict) {
			self::assertSame(Verdict::DROP, $verdict->verdict);
			self::assertStringContainsString($says, $verdict->getMessage());
			self::assertStringContainsString('administrator', $verdict->getMessage());
		}
	}

	public function testAConversationWhoseFolderIsSharedAlreadyGoesOn(): void {
		$this->upload();
		$this->before['shareapi_enabled'] = Server::get(IConfig::class)->getAppValue('core', 'shareapi_enabled');
		Server::get(IConfig::class)->setAppValue('core', 'shareapi_enabled', 'no');
		self::assertNotSame('', $this->upload());
	}

	/** As a request of its own: nothing is remembered of the one before. */
	private function upload(): string {
		$body = fopen('php://temp', 'w+b');
		assert(is_resource($body));
		fwrite($body, 'kept');
		rewind($body);
		$folders = new RoomFolder(Server::get(IRootFolder::class), Server::get(IManager::class), Server::get(IFilenameValidator::class),
			Server::get(IRequest::class), Server::get(ServiceUser::class));
		return (new SharedFiles(Server::get(FileTable::class), $folders, Server::get(ServiceUser::class), Server::get(IRootFolder::class),
			Server::get(IFilenameValidator::class), Server::get(LoggerInterface::class)))->store($this->stage->room, bin2hex(random_bytes(8)), 'a.txt', 4, $body, hash('sha256', 'kept'));
	}

	/** Nextcloud remembers for a request who may share. */
	private function forget(): void {
		Server::get(ShareDisableChecker::class)->__construct(Server::get(IConfig::class), Server::get(IUserManager::class), Server::get(IGroupManager::class));
	}
}
