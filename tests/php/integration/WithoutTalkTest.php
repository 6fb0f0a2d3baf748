<?php

declare(strict_types=1);

/**
 * SPDX-FileCopyrightText: 2026 Talk Relay contributors
 * SPDX-License-Identifier: AGPL-3.0-or-later
 */

namespace OCA\TalkRelay\Tests\integration;

use OCA\TalkRelay\Listener\EndFederation;
use OCA\TalkRelay\Listener\GuardServiceUser;
use OCA\TalkRelay\Listener\LoadScripts;
use OCA\TalkRelay\Middleware\DoorMiddleware;
use OCA\TalkRelay\Middleware\TalkMiddleware;
use OCA\TalkRelay\Notification\Notifier;
use OCA\TalkRelay\Relay\Files;
use OCA\TalkRelay\SelfTest\SelfTest;
use OCA\TalkRelay\SetupCheck\RelayWorks;
use OCA\TalkRelay\Talk\ServiceUser;
use OCP\IUserManager;
use OCP\Server;
use PHPUnit\Framework\TestCase;

/**
 * Where Talk is disabled, or its files are not there as in the midst of an upgrade, everything of the app's that Nextcloud asks for can be
 * built: its commands, steps, jobs, pages and what hears that somebody is deleted. In a process of its own (`builds.php`), on this server
 * with the same apps but Talk.
 */
final class WithoutTalkTest extends TestCase {
	/** What Application registers and Nextcloud asks for, whether or not there is Talk. */
	private const REGISTERED = [
		EndFederation::class, GuardServiceUser::class, LoadScripts::class, DoorMiddleware::class, TalkMiddleware::class, Notifier::class, RelayWorks::class,
		\OCA\TalkRelay\Capabilities::class,
	];
	private string $folder;

	protected function setUp(): void {
		$root = (string)getenv('NEXTCLOUD_ROOT');
		$this->folder = sys_get_temp_dir() . '/talk-relay-without-' . bin2hex(random_bytes(6));
		mkdir("$this->folder/apps", 0700, true);
		mkdir("$this->folder/config", 0700);
		foreach (glob("$root/apps/*") ?: [] as $app) {
			if (basename($app) !== 'spreed') {
				symlink($app, "$this->folder/apps/" . basename($app));
			}
		}
		copy("$root/config/config.php", "$this->folder/config/config.php");
		$apps = var_export([['path' => "$this->folder/apps", 'url' => '/apps', 'writable' => false]], true);
		file_put_contents("$this->folder/config/apps.config.php", "<?php\n\$CONFIG = ['apps_paths' => $apps, 'config_is_read_only' => true];\n");
	}

	protected function tearDown(): void {
		Files::remove($this->folder);
	}

	public function testAllThatNextcloudAsksForCanBeBuilt(): void {
		$classes = [...$this->named(), ...$this->controllers(), ...self::REGISTERED, SelfTest::class];
		self::assertGreaterThan(25, count($classes));
		$told = $this->ask($classes);
		self::assertFalse($told['talk'], 'there is a Talk');
		self::assertSame([], array_filter($told['classes'], static fn (string $why): bool => $why !== 'built'));
	}

	public function testTheServiceUserIsKept(): void {
		$id = Server::get(ServiceUser::class)->id();
		$told = $this->ask([], $id);
		self::assertFalse($told['talk'], 'there is a Talk');
		self::assertStringContainsString('occ talk_relay:purge', $told['deleted']);
		self::assertTrue(Server::get(IUserManager::class)->userExists($id));
	}

	/** @return list<string> */
	private function named(): array {
		preg_match_all('#<(?:job|step|command|admin)>(OCA\\\\TalkRelay\\\\[\w\\\\]+)</#', (string)file_get_contents(__DIR__ . '/../../../appinfo/info.xml'), $found);
		return array_values(array_unique($found[1]));
	}

	/** @return list<string> */
	private function controllers(): array {
		$classes = array_map(static fn (string $file): string => 'OCA\TalkRelay\Controller\\' . basename($file, '.php'),
			glob(__DIR__ . '/../../../lib/Controller/*.php') ?: []);
		return array_values(array_filter($classes, static fn (string $class): bool => !(new \ReflectionClass($class))->isAbstract()));
	}

	/**
	 * @param list<string> $classes
	 * @return array{talk: bool, classes: array<string, string>, deleted: string}
	 */
	private function ask(array $classes, string ...$user): array {
		$pipes = [];
		$process = proc_open([PHP_BINARY, '-d', 'apc.enable_cli=1', __DIR__ . '/builds.php', ...$user], [['pipe', 'r'], ['pipe', 'w'], STDERR], $pipes, null,
			['NEXTCLOUD_CONFIG_DIR' => "$this->folder/config"] + getenv());
		self::assertIsResource($process);
		fwrite($pipes[0], json_encode($classes, JSON_THROW_ON_ERROR));
		fclose($pipes[0]);
		$says = (string)stream_get_contents($pipes[1]);
		proc_close($process);
		$told = json_decode($says, true);
		self::assertIsArray($told, $says);
		return $told;
	}
}
