<?php

declare(strict_types=1);

/**
 * SPDX-FileCopyrightText: 2026 Talk Relay contributors
 * SPDX-License-Identifier: AGPL-3.0-or-later
 */

namespace OCA\TalkRelay\Tests\pure;

use OCA\TalkRelay\Relay\Sentence;
use PHPUnit\Framework\Attributes\DataProvider;
use PHPUnit\Framework\TestCase;

/** What the relay says in English, in the languages of people. */
final class SentenceTest extends TestCase {
	/** @return list<array{string, string}> */
	public static function said(): array {
		return [
			['', ''],
			['It goes on by itself.', '[It goes on by itself.]'],
			['nube.example:8443 did not answer within 30 s', '[%1$s did not answer within %2$s s|nube.example:8443|30]'],
			// A sentence within a sentence.
			['nothing can be written in “A (b)” (tok3n) on nube.example: it is read-only',
				'[nothing can be written in “%1$s” (%2$s) on %3$s: %4$s|A (b)|tok3n|nube.example|[it is read-only]]'],
			// The one with more words of its own is meant.
			['Talk 24.0.0 on Nextcloud 34.0.1', '[Talk %1$s on Nextcloud %2$s|24.0.0|34.0.1]'],
			// Put together.
			['threads: Talk there is too old', '[threads]: [Talk there is too old]'],
			['It is paused here. Resume it when it is to go on.', '[It is paused here.] [Resume it when it is to go on.]'],
			["line\nbreak is in maintenance mode", "[%1\$s is in maintenance mode|line\nbreak]"],
			['Nobody ever said this: not at all', 'Nobody ever said this: not at all'],
			['100 % of it: nothing', '100 % of it: nothing'],
		];
	}

	#[DataProvider('said')]
	public function testIsKnownByItsPattern(string $english, string $expected): void {
		$say = static fn (string $text, array $parameters): string => '[' . implode('|', [$text, ...$parameters]) . ']';
		self::assertSame($expected, Sentence::by($say, $english));
	}

	public function testIsPlainEnglishWhereItComesUp(): void {
		self::assertSame('Ana was shut out: 100 %', Sentence::of('%s was shut out: %s %%', 'Ana', 100));
	}
}
