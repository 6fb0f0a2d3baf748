<?php

declare(strict_types=1);

/**
 * SPDX-FileCopyrightText: 2026 Talk Relay contributors
 * SPDX-License-Identifier: AGPL-3.0-or-later
 */

namespace OCA\TalkRelay\Tests\integration;

use OCA\TalkRelay\Relay\Signature;
use OCA\TalkRelay\Service\RelaySettings;
use OCP\IConfig;
use OCP\Security\Bruteforce\IThrottler;
use OCP\Server;
use PHPUnit\Framework\TestCase;

/** Who guesses the secret at the door, over HTTP and with Nextcloud's protection on. Takes the lease. */
final class GateTest extends TestCase {
	private const MOST = 5;
	private Visitor $relay;
	private Switched $switched;

	protected function tearDown(): void {
		$this->switched->back();
	}

	protected function setUp(): void {
		$this->switched = Switched::on();
		$this->relay = new Visitor();
		$this->relay->lease();
	}

	public function testWhoGuessesIsShutOutAndTheRelayAtTheSameAddressIsNot(): void {
		$this->protected(function (): void {
			for ($guess = 0; $guess < self::MOST; $guess++) {
				self::assertSame([401, 'signature'], $this->guess());
			}
			for ($guess = 0; $guess < 3; $guess++) {
				self::assertSame([429, 'signature'], $this->guess());
			}
			self::assertSame(200, $this->relay->call('GET', '/door/outbox')[0]);
			self::assertSame([429, 'signature'], $this->guess(), 'a right signature forgives the wrong ones');
		});
	}

	/** They come from who knows the secret: a relay whose clock is off, or that was superseded, must not lock itself out. */
	public function testNothingButAWrongSignatureCounts(): void {
		$this->protected(function (): void {
			$secret = Server::get(RelaySettings::class)->secret();
			$once = Signature::of('GET', '/door/outbox', '', $this->relay->generation, time())->headers($secret);
			$late = Signature::of('GET', '/door/outbox', '', $this->relay->generation, time() - 400)->headers($secret);
			$old = Signature::of('GET', '/door/outbox', '', 999_999, time());
			self::assertSame(200, $this->relay->send('GET', '/door/outbox', '', $once)[0]);
			self::assertSame([409, 'superseded'], $this->word($old->headers($secret)));
			for ($again = 0; $again <= self::MOST; $again++) {
				self::assertSame([401, 'replayed'], $this->word($once));
				self::assertSame([401, 'clock'], $this->word($late));
			}
			self::assertSame([401, 'signature'], $this->guess());
			self::assertSame(200, $this->relay->call('GET', '/door/outbox')[0]);
		});
	}

	/** @return array{int, mixed} */
	private function guess(): array {
		$headers = Signature::of('GET', '/door/outbox', '', $this->relay->generation, time())->headers(bin2hex(random_bytes(32)));
		return $this->word($headers);
	}

	/**
	 * @param array<string, string> $headers
	 * @return array{int, mixed}
	 */
	private function word(array $headers): array {
		[$status, $answer] = $this->relay->send('GET', '/door/outbox', '', $headers);
		return [$status, $answer['error'] ?? null];
	}

	/** @param \Closure(): void $work */
	private function protected(\Closure $work): void {
		ServerConfig::with(['auth.bruteforce.protection.enabled' => true, 'auth.bruteforce.max-attempts' => self::MOST], function () use ($work): void {
			$this->forgive();
			try {
				$work();
			} finally {
				$this->forgive();
			}
		}, true);
	}

	/** This machine, by the address that the server sees of it. */
	private function forgive(): void {
		$base = (array)parse_url(Server::get(IConfig::class)->getSystemValueString('overwrite.cli.url'));
		$port = $base['port'] ?? ($base['scheme'] === 'https' ? 443 : 80);
		$line = stream_socket_client("tcp://{$base['host']}:$port");
		self::assertIsResource($line);
		preg_match('/^(.*):\d+$/', (string)stream_socket_get_name($line, false), $name);
		Server::get(IThrottler::class)->resetDelay(trim($name[1], '[]'), 'talkRelayDoor', []);
	}
}
