<?php

declare(strict_types=1);

/**
 * SPDX-FileCopyrightText: 2026 Talk Relay contributors
 * SPDX-License-Identifier: AGPL-3.0-or-later
 */

namespace OCA\TalkRelay\Tests\integration;

use OCA\TalkRelay\AppInfo\Application;
use OCA\TalkRelay\Relay\Address;
use OCA\TalkRelay\Relay\Addresses;
use OCA\TalkRelay\Service\RelaySettings;
use OCP\IAppConfig;
use OCP\IConfig;
use OCP\IURLGenerator;
use OCP\Server;
use PHPUnit\Framework\TestCase;

/** Where the relay looks for this server, whoever starts it. */
final class AddressesTest extends TestCase {
	private const KEYS = ['public_base', 'relay_base'];
	/** @var array<string, string> */
	private array $before = [];
	private string $requested = '';

	protected function setUp(): void {
		foreach (self::KEYS as $key) {
			$this->before[$key] = Server::get(IAppConfig::class)->getValueString(Application::ID, $key);
			Server::get(IAppConfig::class)->deleteKey(Application::ID, $key);
		}
	}

	protected function tearDown(): void {
		\OC::$CLI = true;
		foreach ($this->before as $key => $value) {
			Server::get(RelaySettings::class)->write([$key => $value]);
		}
	}

	private function addresses(string $cli): Addresses {
		$config = $this->createMock(IConfig::class);
		$config->method('getSystemValueString')->with('overwrite.cli.url')->willReturn($cli);
		$urls = $this->createMock(IURLGenerator::class);
		$urls->method('getAbsoluteURL')->willReturnCallback(fn (): string => $this->requested);
		return new Addresses(Server::get(RelaySettings::class), $config, $urls);
	}

	/** @return list<string> */
	private static function arguments(Addresses $addresses): array {
		return array_map(static fn (Address $address): string => $address->argument(), $addresses->all());
	}

	public function testCronLooksWhereAClickDoes(): void {
		$addresses = $this->addresses('http://localhost');
		\OC::$CLI = false;
		$this->requested = 'https://cloud.example.org/';
		$addresses->remember();
		$clicked = self::arguments($addresses);
		\OC::$CLI = true;
		$this->requested = 'http://localhost/';
		self::assertSame($clicked, self::arguments($addresses));
		self::assertSame(['http://localhost', 'https://cloud.example.org', 'https://127.0.0.1#cloud.example.org', 'http://127.0.0.1#cloud.example.org'], $clicked);
	}

	public function testAServerIsCalledTheSameAtEveryRequest(): void {
		$addresses = $this->addresses('');
		\OC::$CLI = false;
		$this->requested = 'https://cloud.example.org/nextcloud/';
		$addresses->remember();
		$this->requested = 'http://10.0.0.7/nextcloud/';
		$addresses->remember();
		self::assertSame('https://cloud.example.org/nextcloud', $addresses->public());
		self::assertContains('http://127.0.0.1/nextcloud#cloud.example.org', self::arguments($addresses));
	}

	public function testWhatConfigSaysGoesFirst(): void {
		$addresses = $this->addresses('http://nube.example:8081');
		\OC::$CLI = false;
		$this->requested = 'http://10.0.0.7/';
		$addresses->remember();
		self::assertSame('', Server::get(RelaySettings::class)->publicBase());
		self::assertSame('http://nube.example:8081', $addresses->public());
		self::assertSame(['http://nube.example:8081', 'http://127.0.0.1:8081#nube.example:8081', 'http://127.0.0.1#nube.example:8081'], self::arguments($addresses));
		Server::get(RelaySettings::class)->write(['relay_base' => 'http://web:8080']);
		self::assertSame(['http://web:8080', 'http://nube.example:8081'], self::arguments($addresses));
	}

	public function testNobodyHasSaid(): void {
		$addresses = $this->addresses('');
		$addresses->remember();
		self::assertSame([], self::arguments($addresses), 'the command line knows no address');
	}
}
