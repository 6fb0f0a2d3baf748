<?php

declare(strict_types=1);

/**
 * SPDX-FileCopyrightText: 2026 Talk Relay contributors
 * SPDX-License-Identifier: AGPL-3.0-or-later
 */

namespace OCA\TalkRelay\Tests\pure;

use OCA\TalkRelay\Door\ItemReader;
use OCA\TalkRelay\Door\Person;
use OCA\TalkRelay\Door\Verdict;
use PHPUnit\Framework\TestCase;

final class ItemReaderTest extends TestCase {
	private const LAURA = ['id' => 'laura@nube2.example', 'name' => 'Laura', 'avatar' => 'https://nube2.example/a.png'];

	private const GOOD = ['key' => 'k', 'token' => 't', 'do' => 'send', 'actor' => self::LAURA];

	public function testReadsAMessage(): void {
		$item = ItemReader::read(['key' => 'k', 'token' => 't', 'do' => 'send', 'actor' => self::LAURA, 'text' => 'Hi', 'replyTo' => 4, 'silent' => true,
			'thread' => ['root' => 9, 'title' => 'Trip'], 'files' => [['handle' => 'h', 'voice' => true]]]);
		self::assertSame(['k', 't', 'send', 'Hi', 4, true, 9, 'Trip'],
			[$item->key, $item->token, $item->do, $item->text, $item->replyTo, $item->silent, $item->root, $item->title]);
		self::assertSame('Laura', $item->actor?->name);
		self::assertTrue($item->files[0]->voice);
	}

	public function testAThreadThatBeginsHasNoRoot(): void {
		self::assertSame(0, ItemReader::read(self::GOOD + ['thread' => ['title' => 'Trip']])->root);
		self::assertNull(ItemReader::read(self::GOOD)->title);
	}

	public function testNulIsLeftOut(): void {
		self::assertSame('ab', ItemReader::read(self::GOOD + ['text' => "a\0b"])->text);
	}

	/** @return array<string, array{array<string, mixed>}> */
	public static function unusable(): array {
		return [
			'nothing' => [[]],
			'an unknown thing' => [['do' => 'dance'] + self::GOOD],
			'no key' => [['key' => ''] + self::GOOD],
			'too long a key' => [['key' => str_repeat('k', 129)] + self::GOOD],
			'no conversation' => [['token' => '../x'] + self::GOOD],
			'nobody said it' => [['actor' => null] + self::GOOD],
			'too long an id' => [['actor' => ['id' => str_repeat('x', 60) . '@a.example']] + self::GOOD],
			'an id without a host' => [['actor' => ['id' => 'laura']] + self::GOOD],
			'an id that breaks out of a mention' => [['actor' => ['id' => 'la"ura@a.example']] + self::GOOD],
			'an id with a space' => [['actor' => ['id' => 'la ura@a.example']] + self::GOOD],
			'one of those who react' => [['do' => 'react', 'by' => [self::LAURA, ['id' => 5]]] + self::GOOD],
		];
	}

	/**
	 * @dataProvider unusable
	 * @param array<string, mixed> $json
	 */
	public function testIsDroppedWhenNobodyCouldDoIt(array $json): void {
		try {
			ItemReader::read($json);
			self::fail('It was read');
		} catch (Verdict $e) {
			self::assertSame(Verdict::DROP, $e->verdict);
		}
	}

	public function testNamesHoldNothingThatTurnsTextAround(): void {
		self::assertSame('La ura', Person::read(['id' => 'l@a.example', 'name' => "La\u{202e}ura\n"])->name);
		self::assertSame('l@a.example', Person::read(['id' => 'l@a.example', 'name' => " \n"])->name);
		self::assertSame('a.example:8080', Person::read(['id' => 'l@b@a.example:8080'])->host());
	}
}
