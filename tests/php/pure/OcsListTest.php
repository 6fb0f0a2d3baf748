<?php

declare(strict_types=1);

/**
 * SPDX-FileCopyrightText: 2026 Talk Relay contributors
 * SPDX-License-Identifier: AGPL-3.0-or-later
 */

namespace OCA\TalkRelay\Tests\pure;

use OCA\TalkRelay\Talk\OcsList;
use PHPUnit\Framework\TestCase;

final class OcsListTest extends TestCase {
	public function testAddsToAList(): void {
		$answer = '{"ocs":{"meta":{"status":"ok","statuscode":200,"message":"OK"},"data":[{"a":{}}]}}';
		$changed = OcsList::change($answer, static fn (array $rows): array => [...$rows, ['b' => 1]]);
		self::assertSame('{"ocs":{"meta":{"status":"ok","statuscode":200,"message":"OK"},"data":[{"a":{}},{"b":1}]}}', $changed);
	}

	/** @return array<string, array{string}> */
	public static function others(): array {
		return [
			'an error' => ['{"ocs":{"meta":{"status":"failure","statuscode":403,"message":""},"data":[]}}'],
			'a single thing' => ['{"ocs":{"meta":{"status":"ok","statuscode":200,"message":""},"data":{"a":1}}}'],
			'XML' => ['<?xml version="1.0"?><ocs/>'],
			'nothing' => [''],
			'something broken' => ['{"ocs":'],
		];
	}

	/** @dataProvider others */
	public function testLeavesOtherAnswersAlone(string $answer): void {
		self::assertSame($answer, OcsList::change($answer, static fn (): array => self::fail('It was changed')));
	}
}
