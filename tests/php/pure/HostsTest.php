<?php

declare(strict_types=1);

/**
 * SPDX-FileCopyrightText: 2026 Talk Relay contributors
 * SPDX-License-Identifier: AGPL-3.0-or-later
 */

namespace OCA\TalkRelay\Tests\pure;

use OCA\TalkRelay\Service\Hosts;
use PHPUnit\Framework\Attributes\DataProvider;
use PHPUnit\Framework\TestCase;

/** Names of servers, and the lists that an administrator makes of them. */
final class HostsTest extends TestCase {
	/** @return iterable<string, array{string, list<string>, bool}> */
	public static function patterns(): iterable {
		yield 'the very name' => ['cloud.example.org', ['cloud.example.org'], true];
		yield 'however it is written' => ['Cloud.Example.org', ['cloud.EXAMPLE.org'], true];
		yield 'a name under it' => ['a.b.example.org', ['*.example.org'], true];
		yield 'not the name itself' => ['example.org', ['*.example.org'], false];
		yield 'not one that merely ends so' => ['badexample.org', ['*.example.org'], false];
		yield 'not one that begins so' => ['cloud.example.org.evil.net', ['cloud.example.org', '*.example.org'], false];
		yield 'with the dot at its end' => ['cloud.example.org.', ['cloud.example.org'], true];
		yield 'however its letters are written' => ['xn--mller-kva.example', ['müller.example'], true];
		yield 'also under it' => ['a.müller.example', ['*.xn--mller-kva.example'], true];
		yield 'no list' => ['cloud.example.org', [], false];
	}

	/** @param list<string> $patterns */
	#[DataProvider('patterns')]
	public function testMatches(string $host, array $patterns, bool $matches): void {
		self::assertSame($matches, Hosts::matches($host, $patterns));
	}

	public function testNameWithThePortWhereItIsNotTheUsualOne(): void {
		self::assertSame('cloud.example.org', Hosts::nameOf('https://Cloud.example.org:443/nextcloud'));
		self::assertSame('cloud.example.org:8443', Hosts::nameOf('https://cloud.example.org:8443'));
		self::assertSame('cloud.example.org', Hosts::nameOf('http://cloud.example.org:80/'));
	}
}
