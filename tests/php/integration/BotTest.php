<?php

declare(strict_types=1);

/**
 * SPDX-FileCopyrightText: 2026 Talk Relay contributors
 * SPDX-License-Identifier: AGPL-3.0-or-later
 */

namespace OCA\TalkRelay\Tests\integration;

use OCA\TalkRelay\Service\RelaySettings;
use OCA\TalkRelay\Talk\FederationBot;
use OCP\Server;
use PHPUnit\Framework\TestCase;

/** The app in the list of bots, as clients use that over HTTP. */
final class BotTest extends TestCase {
	private Stage $stage;
	private bool $on;

	protected function setUp(): void {
		$this->on = Server::get(RelaySettings::class)->on();
		Server::get(FederationBot::class)->install();
		$this->stage = Stage::open();
	}

	protected function tearDown(): void {
		Server::get(RelaySettings::class)->switch($this->on);
		$this->stage->close();
	}

	public function testAModeratorWhoEnablesItGetsTheLink(): void {
		Server::get(RelaySettings::class)->switch(true);
		self::assertSame(201, $this->enable());
		$said = $this->said();
		self::assertStringEndsWith("/apps/talk_relay/room/{$this->stage->room->getToken()}", $said['message']);
		self::assertSame(['bots', FederationBot::NAME . ' (Bot)'], [$said['actorType'], $said['actorDisplayName']]);
		self::assertSame([], array_filter($this->stage->takeRows(), static fn (array $row): bool => $row['kind'] === 'message'));
		self::assertSame(200, $this->ask('DELETE', 'bot/' . $this->stage->room->getToken() . '/' . $this->bot()['id'])[0]);
	}

	public function testWhereTheRelayIsOffItSaysWhoCanSwitchItOn(): void {
		Server::get(RelaySettings::class)->switch(false);
		self::assertSame(201, $this->enable());
		self::assertStringContainsString('administration settings', $this->said()['message']);
	}

	public function testIsInTheListOnceHoweverOftenItIsInstalled(): void {
		Server::get(FederationBot::class)->install();
		self::assertCount(1, $this->bots());
	}

	public function testGoesFromTheListAndComesBack(): void {
		Server::get(FederationBot::class)->remove();
		self::assertSame([], $this->bots());
		Server::get(FederationBot::class)->install();
		self::assertCount(1, $this->bots());
	}

	private function enable(): int {
		return $this->ask('POST', "bot/{$this->stage->room->getToken()}/{$this->bot()['id']}")[0];
	}

	/** @return array{id: int, name: string} */
	private function bot(): array {
		return $this->bots()[0];
	}

	/** @return list<array{id: int, name: string}> */
	private function bots(): array {
		$all = $this->ask('GET', "bot/{$this->stage->room->getToken()}")[1];
		return array_values(array_filter($all, static fn (array $bot): bool => $bot['name'] === FederationBot::NAME));
	}

	/** @return array<string, mixed> the newest that is no system message */
	private function said(): array {
		$all = $this->ask('GET', "chat/{$this->stage->room->getToken()}?lookIntoFuture=0&limit=20")[1];
		return array_values(array_filter($all, static fn (array $one): bool => $one['systemMessage'] === ''))[0] ?? ['message' => ''];
	}

	/** @return array{int, array<array-key, mixed>} status and data */
	private function ask(string $method, string $path): array {
		return $this->stage->ocs($this->stage->marta, $method, "v1/$path");
	}
}
