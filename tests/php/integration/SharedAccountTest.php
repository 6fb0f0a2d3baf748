<?php

declare(strict_types=1);

/**
 * SPDX-FileCopyrightText: 2026 Talk Relay contributors
 * SPDX-License-Identifier: AGPL-3.0-or-later
 */

namespace OCA\TalkRelay\Tests\integration;

use OCA\TalkRelay\Controller\AdminGatewayController;
use OCA\TalkRelay\Model\Account;
use OCA\TalkRelay\Service\AccountService;
use OCA\TalkRelay\Service\Missing;
use OCA\TalkRelay\Service\Trial;
use OCP\Server;
use PHPUnit\Framework\TestCase;

/** A shared account is the administrator's, with the fields that no moderator may set. */
final class SharedAccountTest extends TestCase {
	private Peer $peer;
	private Account $shared;

	private static Switched $switched;

	/** It is the relay that tries one. */
	public static function setUpBeforeClass(): void {
		self::$switched = Switched::running();
	}

	public static function tearDownAfterClass(): void {
		self::$switched->back();
	}

	protected function setUp(): void {
		$this->peer = Peer::open();
		$this->shared = Server::get(AccountService::class)->add(null, 'nctalk', 'Puente', ['liveRooms' => 7] + $this->settings());
	}

	protected function tearDown(): void {
		Server::get(AccountService::class)->delete($this->shared->id, null);
		$this->peer->close();
	}

	/** @return array<string, string> */
	private function settings(): array {
		return ['server' => $this->peer->url, 'login' => 'puente', 'password' => 'secreto'];
	}

	public function testTheAdministratorTriesOneThatIsNotSavedYet(): void {
		$this->tries(['network' => 'nctalk', 'settings' => $this->settings() + ['skipTlsVerify' => true, 'liveRooms' => 2]]);
	}

	public function testTheAdministratorTriesOneThatIsThereWithItsStoredPassword(): void {
		$this->tries(['account' => $this->shared->id]);
		$this->tries(['account' => $this->shared->id, 'settings' => ['server' => $this->peer->url, 'login' => 'otro', 'liveRooms' => 2]]);
	}

	public function testAPersonsAccountIsNotTheAdministratorsToTry(): void {
		$accounts = Server::get(AccountService::class);
		$own = $accounts->add('marta', 'nctalk', '', $this->settings());
		try {
			self::assertSame(404, $this->asked(['account' => $own->id])[0]);
		} finally {
			$accounts->delete($own->id, 'marta');
		}
	}

	public function testNobodyElseTriesASharedOneWithOtherSettings(): void {
		$this->expectException(Missing::class);
		Server::get(Trial::class)->test('marta', $this->shared->id, null, $this->settings(), null);
	}

	/** @param array{account?: int, network?: string, settings?: array<string, mixed>} $trial */
	private function tries(array $trial): void {
		[$status, $data] = $this->asked($trial);
		self::assertSame(200, $status, json_encode($data, JSON_THROW_ON_ERROR));
		self::assertNotSame([], $data['checks']);
	}

	/**
	 * @param array{account?: int, network?: string, settings?: array<string, mixed>} $trial
	 * @return array{int, array<string, mixed>}
	 */
	private function asked(array $trial): array {
		return ServerConfig::with(['allow_local_remote_servers' => true], static function () use ($trial): array {
			$answer = Server::get(AdminGatewayController::class)->testAccount(...$trial);
			return [$answer->getStatus(), $answer->getData()];
		});
	}
}
