<?php

declare(strict_types=1);

/**
 * SPDX-FileCopyrightText: 2026 Talk Relay contributors
 * SPDX-License-Identifier: AGPL-3.0-or-later
 */

namespace OCA\TalkRelay\Tests\integration;

use OCA\TalkRelay\Door\Deliver;
use OCP\Comments\ICommentsManager;
use OCP\Server;
use PHPUnit\Framework\TestCase;

/** A request can end at any moment, and the same delivery can come by two ways at once. */
final class KilledTest extends TestCase {
	private Stage $stage;

	protected function setUp(): void {
		$this->stage = Stage::open();
	}

	protected function tearDown(): void {
		$this->stage->close();
	}

	public function testKilledInTheMiddleAndRepeatedEachComesOnce(): void {
		$items = $this->items(150);
		$killed = false;
		foreach ([0, 20_000, 50_000, 120_000] as $pause) {
			[$process, $pipes] = $this->start($items);
			fgets($pipes[1]);
			usleep($pause);
			$killed = proc_terminate($process, SIGKILL) || $killed;
			proc_close($process);
		}
		self::assertTrue($killed);
		$between = count($this->texts());
		self::assertLessThan(150, $between, 'nothing was cut off: the test is too slow for this machine');
		$answers = Server::get(Deliver::class)->all($items);
		self::assertCount(150, array_filter($answers, static fn (array $answer): bool => count($answer['ids'] ?? []) === 1));
		self::assertSame(array_column($items, 'text'), $this->texts());
	}

	public function testByTwoWaysAtOnceEachComesOnce(): void {
		$items = $this->items(40);
		$running = [$this->start($items), $this->start($items)];
		$answers = array_map(static function (array $one): array {
			[$process, $pipes] = $one;
			fgets($pipes[1]);
			$answer = json_decode((string)stream_get_contents($pipes[1]), true);
			proc_close($process);
			return is_array($answer) ? $answer : [];
		}, $running);
		self::assertSame(array_column($items, 'text'), $this->texts());
		self::assertSame($answers[0], $answers[1]);
	}

	/** @return list<array<string, mixed>> */
	private function items(int $count): array {
		$word = substr(strtr(bin2hex(random_bytes(6)), '0189', 'wxyz'), 0, 12);
		return array_map(fn (int $number): array => [
			'key' => "talkrelay-$word-$number", 'token' => $this->stage->room->getToken(), 'do' => 'send', 'text' => "item $number", 'silent' => true,
			'actor' => ['id' => 'laura@elsewhere.example', 'name' => 'Laura'], 'files' => [],
		], range(1, $count));
	}

	/** @return array{resource, array<int, resource>} */
	private function start(array $items): array {
		$pipes = [];
		$command = [PHP_BINARY, '-d', 'apc.enable_cli=1', __DIR__ . '/deliver.php'];
		$process = proc_open($command, [['pipe', 'r'], ['pipe', 'w'], STDERR], $pipes);
		self::assertIsResource($process);
		fwrite($pipes[0], json_encode($items, JSON_THROW_ON_ERROR));
		fclose($pipes[0]);
		return [$process, $pipes];
	}

	/** @return list<string> what remote people said, oldest first */
	private function texts(): array {
		$texts = [];
		$comments = Server::get(ICommentsManager::class)->getForObject('chat', (string)$this->stage->room->getId());
		foreach (array_reverse($comments) as $comment) {
			if ($comment->getActorType() === 'federated_users') {
				$texts[(int)$comment->getId()] = $comment->getMessage();
			}
		}
		ksort($texts);
		return array_values($texts);
	}
}
