<?php

declare(strict_types=1);

/**
 * SPDX-FileCopyrightText: 2026 Talk Relay contributors
 * SPDX-License-Identifier: AGPL-3.0-or-later
 */

namespace OCA\TalkRelay\Tests\integration;

use OCA\TalkRelay\Model\Account;
use OCA\TalkRelay\Service\AccountService;
use OCA\TalkRelay\Service\Invalid;
use OCA\TalkRelay\Service\LoginFlow;
use OCP\Server;
use PHPUnit\Framework\TestCase;

/** What is said of a server that is not what was written, and what becomes of an account that is connected once more. */
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

	public function testASharedAccountThatIsConnectedAgainKeepsAllButItsPassword(): void {
		$switched = Switched::running();
		$accounts = Server::get(AccountService::class);
		$advanced = ['skipTlsVerify' => true, 'separateDisplayName' => true, 'liveRooms' => 9, 'caFile' => '/etc/ca.pem', 'proxy' => 'http://proxy.example:3128'];
		try {
			$shared = ServerConfig::with(['allow_local_remote_servers' => true], fn () => $accounts->add(null, 'nctalk', 'Puente',
				['server' => $this->peer->url, 'login' => 'puente', 'password' => 'viejo'] + $advanced));
			$again = $this->connect(true, 'puente', 'nuevo');
			self::assertSame([$shared->id, 'Puente'], [$again->id, $again->label]);
			self::assertEquals(['server' => $this->peer->url, 'login' => 'puente', 'password' => 'nuevo'] + $advanced, $accounts->forRelay($again));
		} finally {
			if (isset($shared)) {
				$accounts->delete($shared->id, null);
			}
			$switched->back();
		}
	}

	private function connect(bool $shared, string $name, string $password): Account {
		$begun = ['poll' => ['token' => 'abc', 'endpoint' => "{$this->peer->url}/login/v2/poll"], 'login' => "{$this->peer->url}/login/v2/flow/x"];
		$this->peer->answers('/index.php/login/v2', json_encode($begun, JSON_THROW_ON_ERROR), ['Content-Type' => 'application/json']);
		$this->peer->answers('/index.php/login/v2/poll', json_encode(['loginName' => $name, 'appPassword' => $password], JSON_THROW_ON_ERROR),
			['Content-Type' => 'application/json']);
		$account = ServerConfig::with(['allow_local_remote_servers' => true], function () use ($shared): Account|string {
			$flow = Server::get(LoginFlow::class);
			return $flow->look('marta', $flow->begin('marta', $shared, $this->peer->url)['id']);
		});
		assert($account instanceof Account);
		return $account;
	}
}
