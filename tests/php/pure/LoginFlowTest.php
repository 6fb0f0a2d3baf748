<?php

declare(strict_types=1);

/**
 * SPDX-FileCopyrightText: 2026 Talk Relay contributors
 * SPDX-License-Identifier: AGPL-3.0-or-later
 */

namespace OCA\TalkRelay\Tests\pure;

use OCA\TalkRelay\Service\LoginFlow;
use PHPUnit\Framework\Attributes\DataProvider;
use PHPUnit\Framework\TestCase;

/** The page on which a person is to grant access: the other server names it, and it must be that server's own. */
final class LoginFlowTest extends TestCase {
	/** @return iterable<string, array{string, bool}> */
	public static function pages(): iterable {
		yield 'its own' => ['https://cloud.example.org/index.php/login/v2/flow/abc?x=1', true];
		yield 'with a port' => ['https://cloud.example.org:8443/login', true];
		yield 'another server' => ['https://evil.net/login', false];
		yield 'another behind a name' => ['https://cloud.example.org@evil.net/login', false];
		yield 'what only browsers read as another' => ['https://evil.net\\@cloud.example.org/login', false];
		yield 'less safe than asked for' => ['http://cloud.example.org/login', false];
		yield 'a script' => ['javascript://cloud.example.org/%0aalert(1)', false];
		yield 'two lines' => ["https://cloud.example.org/\nlogin", false];
	}

	#[DataProvider('pages')]
	public function testOnlyAPageOfThatServer(string $url, bool $fine): void {
		self::assertSame($fine, LoginFlow::sameHost($url, 'https://cloud.example.org'));
	}

	public function testWhereAllIsUnsafeThePageMayBe(): void {
		self::assertTrue(LoginFlow::sameHost('http://cloud.test/login', 'http://cloud.test'));
		self::assertTrue(LoginFlow::sameHost('https://cloud.test/login', 'http://cloud.test'));
	}
}
