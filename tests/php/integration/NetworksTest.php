<?php

declare(strict_types=1);

/**
 * SPDX-FileCopyrightText: 2026 Talk Relay contributors
 * SPDX-License-Identifier: AGPL-3.0-or-later
 */

namespace OCA\TalkRelay\Tests\integration;

use OCA\TalkRelay\Relay\Client;
use OCA\TalkRelay\Relay\Unreachable;
use OCA\TalkRelay\Service\Networks;
use OCA\TalkRelay\Service\RelaySettings;
use OCP\AppFramework\Utility\ITimeFactory;
use OCP\IAppConfig;
use OCP\ICache;
use OCP\ICacheFactory;
use OCP\Server;
use PHPUnit\Framework\TestCase;

/** Names of networks are asked for per account and per member: a relay that hangs costs a page one short wait. */
final class NetworksTest extends TestCase {
	private const TALK = ['id' => 'nctalk', 'name' => 'Nextcloud Talk', 'fields' => []];
	private int $now = 1_800_000_000;
	/** @var list<float> seconds, per call */
	private array $asked = [];
	/** @var array<string, array{mixed, int}> what web heads share, until when */
	private array $shared = [];
	private string $kept = '';
	private bool $hangs = false;

	public function testOneThatHangsIsAskedOnceAndShortly(): void {
		$this->kept = (string)json_encode([self::TALK]);
		$this->hangs = true;
		$networks = $this->networks();
		self::assertSame(array_fill(0, 20, 'Nextcloud Talk'), array_map($networks->nameOf(...), array_fill(0, 20, 'nctalk')));
		self::assertSame('Nextcloud Talk', $this->networks()->nameOf('nctalk'), 'in another request');
		self::assertCount(1, $this->asked);
		self::assertLessThan(1, $this->asked[0]);
		$this->hangs = false;
		$this->now += 10;
		self::assertSame([self::TALK], $networks->all());
		self::assertCount(2, $this->asked, 'some seconds later it is asked again');
	}

	public function testOneThatWasNeverThereIsAskedOnceByARequestAndByTheNext(): void {
		$this->hangs = true;
		$networks = $this->networks();
		self::assertSame(array_fill(0, 20, 'nctalk'), array_map($networks->nameOf(...), array_fill(0, 20, 'nctalk')));
		self::assertCount(1, $this->asked);
		try {
			$networks->all();
			self::fail('Nothing is known');
		} catch (Unreachable $away) {
			self::assertSame('it hangs', $away->getMessage());
		}
		// Whoever has just started it does not wait for what failed before.
		$this->hangs = false;
		self::assertSame([self::TALK], $this->networks()->all());
		self::assertSame((string)json_encode([self::TALK]), $this->kept);
	}

	public function testWithoutAMemoryCacheARequestAsksOnce(): void {
		$networks = $this->networks(false);
		array_map($networks->nameOf(...), array_fill(0, 20, 'nctalk'));
		self::assertCount(1, $this->asked);
	}

	/** As in a request of its own. */
	private function networks(bool $cache = true): Networks {
		$time = self::createStub(ITimeFactory::class);
		$time->method('getTime')->willReturnCallback(fn (): int => $this->now);
		$client = self::createStub(Client::class);
		$client->method('call')->willReturnCallback(function (string $method, string $path, ?array $body = null, float $seconds = 3.0): array {
			$this->asked[] = $seconds;
			return $this->hangs ? throw new Unreachable('it hangs') : ['networks' => [self::TALK]];
		});
		$shared = self::createStub(ICache::class);
		$shared->method('get')->willReturnCallback(fn (string $key): mixed
			=> $cache && ($this->shared[$key][1] ?? 0) > $this->now ? $this->shared[$key][0] : null);
		$shared->method('set')->willReturnCallback(function (string $key, mixed $value, int $seconds): bool {
			$this->shared[$key] = [$value, $this->now + $seconds];
			return true;
		});
		$caches = self::createStub(ICacheFactory::class);
		$caches->method('createLocal')->willReturn($shared);
		$config = self::createStub(IAppConfig::class);
		$config->method('getValueString')->willReturnCallback(fn (): string => $this->kept);
		$config->method('setValueString')->willReturnCallback(function (string $app, string $key, string $value): bool {
			$this->kept = $value;
			return true;
		});
		return new Networks($client, Server::get(RelaySettings::class), $config, $time, $caches);
	}
}
