<?php

declare(strict_types=1);

/**
 * SPDX-FileCopyrightText: 2026 Talk Relay contributors
 * SPDX-License-Identifier: AGPL-3.0-or-later
 */

namespace OCA\TalkRelay\Tests\integration;

use OCA\TalkRelay\Service\Invalid;
use OCA\TalkRelay\Service\LoginFlow;
use OCP\Server;
use PHPUnit\Framework\TestCase;

/** What is said of a server that is not what was written. */
final class LoginFlowTest extends TestCase {
	private Peer $peer;

	protected function setUp(): void {
		$this->peer = Peer::open();
	}

	protected function tearDown(): void {
		$this->peer->close();
	}

	/** @param array<string, mixed> $answer */
	private function why(array $answer): string {
		$this->peer->answers('/index.php/login/v2', json_encode($answer, JSON_THROW_ON_ERROR), ['Content-Type' => 'application/json']);
		try {
			ServerConfig::with(['allow_local_remote_servers' => true], fn () => Server::get(LoginFlow::class)->begin('marta', false, $this->peer->url));
			return '';
		} catch (Invalid $wrong) {
			return $wrong->getMessage();
		}
	}

	public function testOneThatGoesByAnotherNameIsNamed(): void {
		$poll = ['poll' => ['token' => 'abc', 'endpoint' => "{$this->peer->url}/login/v2/poll"]];
		self::assertStringContainsString('calls itself https://nube.example.org:8443 –', $this->why($poll + ['login' => 'https://nube.example.org:8443/login/v2/flow/x']));
		self::assertStringContainsString('There is no Nextcloud', $this->why($poll + ['login' => 'javascript:alert(1)']));
		self::assertStringContainsString('There is no Nextcloud', $this->why(['anything' => 'else']));
		self::assertSame('', $this->why($poll + ['login' => "{$this->peer->url}/login/v2/flow/x"]));
	}
}
