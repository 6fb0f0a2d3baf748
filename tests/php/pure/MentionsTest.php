<?php

declare(strict_types=1);

/**
 * SPDX-FileCopyrightText: 2026 Talk Relay contributors
 * SPDX-License-Identifier: AGPL-3.0-or-later
 */

namespace OCA\TalkRelay\Tests\pure;

use OCA\TalkRelay\Door\Mentions;
use PHPUnit\Framework\TestCase;

final class MentionsTest extends TestCase {
	/** @return array<string, array{string, string, list<string>}> text, what becomes of it (· for the unseen character), what was asked for */
	public static function texts(): array {
		return [
			'none' => ['nothing here', 'nothing here', []],
			'bare' => ['hey @ana!', 'hey @·ana!', ['ana']],
			'quoted' => ['hey @"ana maría"!', 'hey @·"ana maría"!', ['"ana maría"']],
			'all' => ['@all @"all"', '@·all @·"all"', ['all', '"all"']],
			'group' => ['@"group/staff"', '@·"group/staff"', ['"group/staff"']],
			'in code' => ['`@all` @ana', '`@all` @·ana', ['ana']],
			'in a block' => ["```\n@all\n```\n@ana", "```\n@all\n```\n@·ana", ['ana']],
			'in a block without an end' => ["```\n@all\n@ana", "```\n@all\n@ana", []],
			'an open quote' => ['@"ana', '@"ana', []],
			'around code' => ['see @`x`all', 'see @·`x`all', ['all']],
			'around nothing' => ['@``all', '@·``all', ['all']],
			'around code, quoted' => ['@"gr``oup/staff"', '@·"gr``oup/staff"', ['"gr``oup/staff"']],
			'twice' => ['@ana@ana', '@·ana@ana', ['ana@ana']],
		];
	}

	/**
	 * @dataProvider texts
	 * @param list<string> $asked
	 */
	public function testFindsWhatTalkWouldFind(string $text, string $expected, array $asked): void {
		$seen = [];
		$result = Mentions::disarm($text, static function (string $id, bool $quoted) use (&$seen): bool {
			$seen[] = $quoted ? "\"$id\"" : $id;
			return true;
		});
		self::assertSame(str_replace('·', "\u{2060}", $expected), $result);
		self::assertSame($asked, $seen);
	}

	public function testLeavesWhatDoesNoHarm(): void {
		self::assertSame('@ana @"all"', Mentions::disarm('@ana @"all"', static fn (): bool => false));
	}
}
