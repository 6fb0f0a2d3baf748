<?php

declare(strict_types=1);

/**
 * SPDX-FileCopyrightText: 2026 Talk Relay contributors
 * SPDX-License-Identifier: AGPL-3.0-or-later
 */

namespace OCA\TalkRelay\Door;

use OCA\TalkRelay\Relay\Sentence;
use OCA\TalkRelay\Talk\Injection;
use OCA\TalkRelay\Talk\Poster;
use OCP\Notification\IManager;
use Psr\Log\LoggerInterface;

/** A batch from the relay: each item at most once, those of one conversation in order. */
final class Deliver {
	public function __construct(
		private readonly Inbox $inbox,
		private readonly Poster $poster,
		private readonly IManager $notifications,
		private readonly LoggerInterface $logger,
	) {
	}

	/**
	 * @param list<mixed> $items
	 * @return list<array<string, mixed>> an answer each, in the same order
	 */
	public function all(array $items): array {
		// Pushes to telephones go out together, after all is stored.
		$flush = $this->notifications->defer();
		/** @var array<string, Verdict> $waiting by token */
		$waiting = [];
		$answers = [];
		foreach ($items as $json) {
			$json = is_array($json) ? $json : [];
			$token = is_string($json['token'] ?? null) ? $json['token'] : '';
			$answer = isset($waiting[$token]) ? Verdict::retry('An earlier one waits') : $this->one($json);
			if ($answer instanceof Verdict && in_array($answer->verdict, [Verdict::RETRY, Verdict::CLOSE_ROOM], true)) {
				$waiting[$token] ??= $answer;
			}
			$answers[] = ['key' => $json['key'] ?? ''] + ($answer instanceof Verdict ? $answer->answer() : ['ids' => $answer]);
		}
		if ($flush) {
			$this->notifications->flush();
		}
		return $answers;
	}

	/** @return list<int>|Verdict */
	private function one(array $json): array|Verdict {
		try {
			$item = ItemReader::read($json);
			$this->poster->enter($item->token);
			$work = fn (): array => $this->poster->do($item);
			$ids = Injection::run(fn (): array => $item->isState() ? $work() : $this->inbox->once($item->key, $item->token, $work));
			$this->poster->stored($item->token);
			return $ids;
		} catch (Verdict $e) {
			$this->poster->undone();
			return $e;
		} catch (\Throwable $e) {
			$this->poster->undone();
			$this->logger->error('A message could not be written', ['exception' => $e]);
			return Verdict::retry(Sentence::of('This server could not write it: %s', $e->getMessage()));
		}
	}
}
