<?php

declare(strict_types=1);

/**
 * SPDX-FileCopyrightText: 2026 Talk Relay contributors
 * SPDX-License-Identifier: AGPL-3.0-or-later
 */

namespace OCA\TalkRelay\Tests\pure;

use OCA\TalkRelay\Model\Gateway;
use OCA\TalkRelay\Service\Invalid;
use OCA\TalkRelay\Service\MemberForm;
use PHPUnit\Framework\Attributes\DataProvider;
use PHPUnit\Framework\TestCase;

/** What a federation need not carry, as a moderator may set it and as the relay knows it. */
final class KindsTest extends TestCase {
	public function testAreTakenAsTheyAreNamed(): void {
		self::assertSame([], MemberForm::kinds([]));
		self::assertSame(['files', 'deletions'], MemberForm::kinds(['deletions', 'files']));
		self::assertSame(Gateway::KINDS, MemberForm::kinds(Gateway::KINDS));
	}

	/** @return iterable<string, array{list<mixed>}> */
	public static function unknown(): iterable {
		yield 'text always crosses' => [['text']];
		yield 'one that nobody knows among others' => [['files', 'dances']];
		yield 'the same twice' => [['files', 'files']];
		yield 'no word' => [['files', ['voice']]];
		yield 'a number' => [[0]];
	}

	/** @param list<mixed> $kinds */
	#[DataProvider('unknown')]
	public function testOthersAreRefused(array $kinds): void {
		try {
			MemberForm::kinds($kinds);
			self::fail('They were taken');
		} catch (Invalid $wrong) {
			self::assertSame('refusedKinds', $wrong->errors[0]['field']);
		}
	}

	public function testTheRelayKnowsTheSame(): void {
		$source = (string)file_get_contents(__DIR__ . '/../../../sidecar/core/gateway.ts');
		self::assertSame(1, preg_match('/^export type Kind = (.+)$/m', $source, $found));
		self::assertSame(implode(' | ', array_map(static fn (string $kind): string => "'$kind'", Gateway::KINDS)), $found[1]);
	}
}
