<?php

declare(strict_types=1);

/**
 * SPDX-FileCopyrightText: 2026 Talk Relay contributors
 * SPDX-License-Identifier: AGPL-3.0-or-later
 */

namespace OCA\TalkRelay\Tests\integration;

use OC\App\DependencyAnalyzer;
use OC\App\Platform;
use OCP\App\IAppManager;
use OCP\Server;
use PHPUnit\Framework\Attributes\TestWith;
use PHPUnit\Framework\TestCase;

/** On what Nextcloud lets the app be enabled. */
final class RequirementsTest extends TestCase {
	#[TestWith(['sqlite', true])]
	#[TestWith(['mysql', true])]
	#[TestWith(['pgsql', true])]
	#[TestWith(['oci', false])]
	public function testTheDatabase(string $database, bool $enabled): void {
		$real = Server::get(Platform::class);
		$platform = self::createStub(Platform::class);
		$platform->method('getDatabase')->willReturn($database);
		$platform->method('getPhpVersion')->willReturn($real->getPhpVersion());
		$platform->method('getIntSize')->willReturn($real->getIntSize());
		$platform->method('getOcVersion')->willReturn($real->getOcVersion());
		$platform->method('getOS')->willReturn($real->getOS());
		$info = Server::get(IAppManager::class)->getAppInfoByPath(__DIR__ . '/../../../appinfo/info.xml') ?? self::fail('info.xml can\'t be read');
		$missing = (new DependencyAnalyzer($platform))->analyze($info);
		self::assertSame($enabled, $missing === [], implode('; ', $missing));
	}
}
