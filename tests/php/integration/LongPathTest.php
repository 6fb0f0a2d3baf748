<?php

declare(strict_types=1);

/**
 * SPDX-FileCopyrightText: 2026 Talk Relay contributors
 * SPDX-License-Identifier: AGPL-3.0-or-later
 */

namespace OCA\TalkRelay\Tests\integration;

use OCA\TalkRelay\Relay\Addresses;
use OCA\TalkRelay\Relay\CannotStart;
use OCA\TalkRelay\Relay\CommandLine;
use OCA\TalkRelay\Relay\Files;
use OCA\TalkRelay\Relay\HttpClient;
use OCA\TalkRelay\Relay\Lease;
use OCA\TalkRelay\Relay\Leases;
use OCA\TalkRelay\Relay\Node;
use OCA\TalkRelay\Relay\NodeFinder;
use OCA\TalkRelay\Relay\StateFolder;
use OCA\TalkRelay\Relay\Supervisor;
use OCA\TalkRelay\Relay\Unreachable;
use OCA\TalkRelay\Service\RelaySettings;
use OCP\AppFramework\Utility\ITimeFactory;
use OCP\EventDispatcher\IEventDispatcher;
use OCP\IAppConfig;
use OCP\ICache;
use OCP\ICacheFactory;
use OCP\ICertificateManager;
use OCP\IConfig;
use OCP\IDBConnection;
use OCP\Server;
use PHPUnit\Framework\TestCase;
use Psr\Log\LoggerInterface;

/** The data directory's path is too long for a socket: the relay listens in the folder for temporary files, where anybody may put something. */
final class LongPathTest extends TestCase {
	private string $state;
	private string $instance;
	private string $temporary;

	protected function setUp(): void {
		$this->state = sys_get_temp_dir() . '/talk-relay-long-' . bin2hex(random_bytes(4)) . str_repeat('/of-many-folders', 6);
		$this->instance = 'test' . bin2hex(random_bytes(4));
		$this->temporary = sys_get_temp_dir() . "/talk-relay-$this->instance";
	}

	protected function tearDown(): void {
		Files::remove(explode('/of-many', $this->state)[0]);
		Files::remove($this->temporary);
	}

	public function testTheRelayStartsAndAnswers(): void {
		if (Server::get(NodeFinder::class)->find() === null) {
			self::markTestSkipped('This server has no Node.js that the relay runs with: occ talk_relay:runtime');
		}
		$supervisor = Server::get(Supervisor::class);
		$settings = Server::get(RelaySettings::class);
		$on = $settings->on();
		$settings->switch(false);
		self::assertTrue($supervisor->stop(Supervisor::ANYWHERE));
		ServerConfig::with(['talk_relay.state' => $this->state], function () use ($supervisor, $settings): void {
			$settings->switch(true);
			try {
				self::assertTrue($supervisor->start());
				$supervisor->awaitAnswer(Server::get(HttpClient::class));
				$socket = Server::get(StateFolder::class)->socket();
				self::assertStringStartsWith(sys_get_temp_dir() . '/talk-relay-', $socket);
				self::assertSame(0700, fileperms(dirname($socket)) & 0777);
			} finally {
				$settings->switch(false);
				$supervisor->stop();
				Server::get(StateFolder::class)->clear();
			}
			self::assertDirectoryDoesNotExist(dirname($socket));
		});
		$settings->switch($on);
		$supervisor->keep();
	}

	public function testTheFolderIsMadeForTheWebServersUserAlone(): void {
		$arguments = $this->build();
		self::assertContains("$this->temporary/control.sock", $arguments);
		self::assertSame(0700, fileperms($this->temporary) & 0777);
		chmod($this->temporary, 0755);
		$this->build();
		clearstatcache();
		self::assertSame(0700, fileperms($this->temporary) & 0777);
	}

	public function testALinkOrAFolderOfSomebodyElseIsRefused(): void {
		if (posix_geteuid() === 0) {
			self::markTestSkipped('Everything is root\'s');
		}
		mkdir("$this->temporary-own", 0700);
		symlink("$this->temporary-own", $this->temporary);
		try {
			$this->refuses();
		} finally {
			rmdir("$this->temporary-own");
			unlink($this->temporary);
		}
		// Leads to /usr, which is root's.
		mkdir($this->temporary, 0700);
		$this->instance .= str_repeat('/..', substr_count($this->temporary, '/')) . '/usr';
		$this->refuses();
	}

	public function testNothingIsSaidToASocketThatSomebodyElsePutThere(): void {
		mkdir($this->state, 0700, true);
		mkdir($this->temporary, 0700);
		$server = stream_socket_server("unix://$this->temporary/control.sock");
		self::assertIsResource($server);
		$client = $this->client("$this->temporary/control.sock");
		$client->poke();
		self::assertIsResource(stream_socket_accept($server, 1), 'its own is told');
		rename($this->temporary, "$this->temporary-theirs");
		symlink("$this->temporary-theirs", $this->temporary);
		try {
			$client = $this->client("$this->temporary/control.sock");
			$client->poke();
			self::assertFalse(@stream_socket_accept($server, 0.2), 'it was told');
			try {
				$client->call('GET', '/relay/health', null, 0.2);
				self::fail('It was asked');
			} catch (Unreachable $away) {
				self::assertStringContainsString('belongs to somebody else', $away->getMessage());
			}
			self::assertFalse(@stream_socket_accept($server, 0.2), 'it was asked');
		} finally {
			Files::remove("$this->temporary-theirs");
		}
		if (posix_geteuid() !== 0) {
			self::assertFalse($this->folder()->owns(sys_get_temp_dir() . str_repeat('/..', substr_count(sys_get_temp_dir(), '/')) . '/usr/control.sock'));
		}
		self::assertTrue($this->folder()->owns('/run/talk-relay/control.sock'), 'where not everybody may put something');
	}

	private function refuses(): void {
		try {
			$this->build();
			self::fail('It was taken');
		} catch (CannotStart $error) {
			self::assertStringContainsString('does not belong to the web server\'s user', $error->getMessage());
			self::assertStringContainsString('talk_relay.state', $error->todo);
		}
	}

	private function folder(): StateFolder {
		$config = self::createStub(IConfig::class);
		$config->method('getSystemValueString')->willReturnCallback(fn (string $name): string
			=> ['talk_relay.state' => $this->state, 'instanceid' => $this->instance][$name] ?? '');
		return new StateFolder($config);
	}

	/** @return list<string> */
	private function build(): array {
		return (new CommandLine($this->settings(), $this->folder(), Server::get(Addresses::class), Server::get(ICertificateManager::class)))
			->build(new Node('/usr/bin/node', 'path', '24.21.0'), 'program');
	}

	private function client(string $control): HttpClient {
		$cache = self::createStub(ICache::class);
		$cache->method('get')->willReturnCallback(static fn (string $key): ?string
			=> $key === 'row' ? (string)json_encode(new Lease(1, 'a relay', 'test', 'none', 1, 'here', $control, 0, 0)) : null);
		$caches = self::createStub(ICacheFactory::class);
		$caches->method('createLocal')->willReturn($cache);
		$leases = new Leases(Server::get(IDBConnection::class), Server::get(ITimeFactory::class), $caches);
		return new HttpClient($this->settings(), $leases, $this->folder(), Server::get(ITimeFactory::class), self::createStub(IEventDispatcher::class),
			Server::get(LoggerInterface::class), $caches);
	}

	private function settings(): RelaySettings {
		$config = self::createStub(IAppConfig::class);
		$config->method('getValueString')->willReturnCallback(static fn (string $app, string $name, string $default = ''): string => $default);
		return new RelaySettings($config);
	}
}
