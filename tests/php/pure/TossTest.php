<?php

declare(strict_types=1);

/**
 * SPDX-FileCopyrightText: 2026 Talk Relay contributors
 * SPDX-License-Identifier: AGPL-3.0-or-later
 */

namespace OCA\TalkRelay\Tests\pure;

use OCA\TalkRelay\Relay\Toss;
use PHPUnit\Framework\TestCase;

/** Against real sockets: what a poke costs is the system's doing. */
final class TossTest extends TestCase {
	private string $path = '';

	protected function setUp(): void {
		$this->path = sys_get_temp_dir() . '/toss-' . bin2hex(random_bytes(6)) . '.sock';
	}

	protected function tearDown(): void {
		@unlink($this->path);
	}

	public function testTheOtherSideGetsAWholeRequest(): void {
		$server = $this->serve("unix://$this->path");
		self::assertTrue(Toss::at($this->path, '/relay/poke', ['X-A' => 'b'], '{"rows":[]}'));
		$got = (string)stream_get_contents($this->accept($server));
		self::assertSame("POST /relay/poke HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 11\r\n"
			. "Connection: close\r\nX-A: b\r\n\r\n{\"rows\":[]}", $got);
	}

	public function testByTcp(): void {
		$server = $this->serve('tcp://127.0.0.1:0');
		$place = (string)stream_socket_get_name($server, false);
		self::assertTrue(Toss::at($place, '/relay/poke', [], '{}'));
		self::assertStringContainsString("Host: $place", (string)stream_get_contents($this->accept($server)));
	}

	public function testNobodyThereIsNoError(): void {
		self::assertFalse(Toss::at($this->path, '/relay/poke', [], '{}'));
		self::assertFalse(Toss::at('127.0.0.1:1', '/relay/poke', [], '{}'));
	}

	/** Nobody accepts, as if the relay had been stopped by a signal: the queue fills up, and then pokes are refused at once. */
	public function testOneThatHangsHoldsNobodyUp(): void {
		$server = $this->serve("unix://$this->path");
		$slowest = 0.0;
		$refused = 0;
		for ($poke = 0; $poke < 2000; $poke++) {
			$from = microtime(true);
			$refused += Toss::at($this->path, '/relay/poke', [], str_repeat('x', 1000)) ? 0 : 1;
			$slowest = max($slowest, microtime(true) - $from);
		}
		fclose($server);
		self::assertGreaterThan(0, $refused);
		self::assertLessThan(0.2, $slowest);
	}

	/** @return resource */
	private function serve(string $address) {
		$server = stream_socket_server($address);
		self::assertIsResource($server);
		return $server;
	}

	/**
	 * @param resource $server
	 * @return resource
	 */
	private function accept($server) {
		$client = stream_socket_accept($server, 2);
		self::assertIsResource($client);
		return $client;
	}
}
