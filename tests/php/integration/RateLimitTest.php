<?php

declare(strict_types=1);

/**
 * SPDX-FileCopyrightText: 2026 Talk Relay contributors
 * SPDX-License-Identifier: AGPL-3.0-or-later
 */

namespace OCA\TalkRelay\Tests\integration;

use OCP\AppFramework\Http\Attribute\ApiRoute;
use OCP\AppFramework\Http\Attribute\UserRateLimit;
use PHPUnit\Framework\TestCase;

/** What reaches another server in a person's name is not to be had as often as one likes. */
final class RateLimitTest extends TestCase {
	private const TRY = 'apps/talk_relay/api/v1/accounts/test';

	public function testWhoTriesAnAccountTooOftenHasToWaitAndNobodyElse(): void {
		$stage = Stage::open();
		try {
			ServerConfig::with(['ratelimit.protection.enabled' => true], function () use ($stage): void {
				for ($try = 1; $try <= 30; $try++) {
					$status = $this->try($stage, 'marta')[0];
					self::assertContains($status, [400, 403, 404], "try $try");
				}
				// Nextcloud's own answer, which says no more.
				self::assertSame([429, []], $this->try($stage, 'marta'));
				self::assertNotSame(429, $this->try($stage, 'iker')[0]);
				self::assertNotSame(429, $stage->ask($stage->marta, 'GET', 'apps/talk_relay/api/v1/accounts')[0]);
			}, true);
		} finally {
			$stage->close();
		}
	}

	public function testEveryOneOfThemHasItsLimit(): void {
		$limits = [];
		foreach (glob(__DIR__ . '/../../../lib/Controller/*.php') ?: [] as $file) {
			foreach ((new \ReflectionClass('OCA\\TalkRelay\\Controller\\' . basename($file, '.php')))->getMethods() as $method) {
				foreach ($method->getAttributes(UserRateLimit::class) as $attribute) {
					$route = $method->getAttributes(ApiRoute::class)[0]->newInstance();
					$limit = $attribute->newInstance();
					$limits["{$route->getVerb()} {$route->getUrl()}"] = [$limit->getLimit(), $limit->getPeriod()];
				}
			}
		}
		ksort($limits);
		self::assertSame([
			'GET /api/v1/accounts/{id}/conversations' => [30, 60],
			'POST /api/v1/accounts/login' => [20, 300],
			'POST /api/v1/accounts/test' => [30, 60],
		], $limits);
	}

	/** @return array{int, array<array-key, mixed>} */
	private function try(Stage $stage, string $who): array {
		return $stage->ask($who === 'marta' ? $stage->marta : $stage->iker, 'POST', self::TRY, ['account' => 0]);
	}
}
