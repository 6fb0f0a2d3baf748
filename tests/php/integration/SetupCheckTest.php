<?php

declare(strict_types=1);

/**
 * SPDX-FileCopyrightText: 2026 Talk Relay contributors
 * SPDX-License-Identifier: AGPL-3.0-or-later
 */

namespace OCA\TalkRelay\Tests\integration;

use OCA\TalkRelay\Relay\Health;
use OCA\TalkRelay\Relay\Supervisor;
use OCA\TalkRelay\Service\RelaySettings;
use OCA\TalkRelay\SetupCheck\RelayWorks;
use OCP\ICacheFactory;
use OCP\Server;
use OCP\SetupCheck\SetupResult;
use PHPUnit\Framework\TestCase;

/** What the administration overview says of the relay. What the relay says of itself is told by what `Health` remembers of it. */
final class SetupCheckTest extends TestCase {
	/** @var array<string, string> */
	private array $before;
	private bool $on;

	protected function setUp(): void {
		$settings = Server::get(RelaySettings::class);
		$this->on = $settings->on();
		$this->before = ['mode' => $settings->mode(), 'node_path' => $settings->nodePath()];
		Server::get(Health::class)->forget();
	}

	protected function tearDown(): void {
		$settings = Server::get(RelaySettings::class);
		$settings->write($this->before);
		$settings->switch($this->on);
		Server::get(Health::class)->forget();
		Server::get(Supervisor::class)->keep();
	}

	public function testOffIsFine(): void {
		Server::get(RelaySettings::class)->switch(false);
		self::assertSame([SetupResult::SUCCESS, 'The relay is switched off.'], $this->says());
	}

	public function testOneThatRunsIsFine(): void {
		Server::get(RelaySettings::class)->switch(true);
		$this->remember(['version' => '0.1.0', 'node' => 'v24.21.0', 'since' => 1]);
		self::assertSame([SetupResult::SUCCESS, 'The relay works.'], $this->says());
	}

	public function testOneThatDoesNotReachThisServerIsNot(): void {
		Server::get(RelaySettings::class)->switch(true);
		$this->remember(['version' => '0.1.0', 'node' => 'v24.21.0', 'since' => 1, 'door' => ['away' => ['why' => 'no answer in time']]]);
		[$severity, $says] = $this->says();
		self::assertSame(SetupResult::ERROR, $severity);
		self::assertStringContainsString('The relay does not reach this Nextcloud: no answer in time', $says);
		self::assertStringContainsString('self-test', $says);
	}

	public function testOneThatShouldRunAndDoesNotIsAnErrorThatLeadsToTheSettings(): void {
		// One that was left running is not what is looked at here.
		Server::get(Supervisor::class)->stop();
		$settings = Server::get(RelaySettings::class);
		$settings->write(['mode' => RelaySettings::MANAGED, 'node_path' => '/nowhere/node']);
		$settings->switch(true);
		ServerConfig::withoutPackage(function (): void {
			$this->remember(null);
			[$severity, $says, $link] = [...$this->says(), Server::get(RelayWorks::class)->run()->getLinkToDoc()];
			self::assertSame(SetupResult::ERROR, $severity);
			self::assertStringContainsString('/nowhere/node does not run', $says);
			self::assertStringContainsString('Fetch the runtime package, or install Node.js and name its path.', $says);
			self::assertStringContainsString('/settings/admin/talk', (string)$link);
		});
		$settings->hold(true);
		self::assertSame([SetupResult::ERROR, 'An administrator stopped it. Start it.'], $this->says());
	}

	public function testOneThatRunsElsewhereAndIsSilentIsAnError(): void {
		$settings = Server::get(RelaySettings::class);
		$settings->write(['mode' => RelaySettings::EXTERNAL]);
		$settings->switch(true);
		$this->remember(null);
		[$severity, $says] = $this->says();
		self::assertSame(SetupResult::ERROR, $severity);
		self::assertStringContainsString('The relay that runs elsewhere does not answer. Start it there', $says);
	}

	/** @param ?array<string, mixed> $health null: it does not answer */
	private function remember(?array $health): void {
		Server::get(ICacheFactory::class)->createLocal('talk_relay_health_')->set('/relay/health', json_encode($health), 30);
	}

	/** @return array{string, string} */
	private function says(): array {
		$result = Server::get(RelayWorks::class)->run();
		return [$result->getSeverity(), (string)$result->getDescription()];
	}
}
