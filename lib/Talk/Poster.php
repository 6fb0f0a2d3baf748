<?php

declare(strict_types=1);

/**
 * SPDX-FileCopyrightText: 2026 Talk Relay contributors
 * SPDX-License-Identifier: AGPL-3.0-or-later
 */

namespace OCA\TalkRelay\Talk;

use OCA\Talk\CachePrefix;
use OCA\Talk\Room;
use OCA\TalkRelay\Door\Item;
use OCA\TalkRelay\Door\People;
use OCA\TalkRelay\Door\Verdict;
use OCP\ICache;
use OCP\ICacheFactory;
use Psr\Log\LoggerInterface;

/** Does what the relay asks for, through Talk's own managers. Runs within a transaction that the caller holds, but for states. */
final class Poster {
	private readonly ICache $polled;
	/** @var array<string, Room> by token, for this request */
	private array $rooms = [];
	/** @var list<callable(): void> what is done once the transaction is through */
	private array $later = [];

	public function __construct(
		private readonly OpenRooms $open,
		private readonly Writer $writer,
		private readonly Changer $changer,
		private readonly Reactor $reactor,
		private readonly People $people,
		private readonly LoggerInterface $logger,
		ICacheFactory $caches,
	) {
		$this->polled = $caches->createDistributed(CachePrefix::CHAT_LAST_MESSAGE_ID);
	}

	/** Before the transaction, and as nothing of the relay's own doing: what Talk does when somebody comes in. */
	public function enter(string $token): void {
		if (!isset($this->rooms[$token])) {
			$this->open->enter($token);
		}
	}

	/**
	 * @return list<int> ids of the messages that it made
	 * @throws Verdict
	 */
	public function do(Item $item): array {
		// A sign is taken back in whatever state the conversation is: when a federation ends, it is the last thing that happens there.
		$room = $item->do === 'sign' && !$item->stands
			? $this->open->find($item->token) ?? throw Verdict::cannot('The conversation is gone')
			: $this->rooms[$item->token] ??= $this->open->get($item->token);
		return match ($item->do) {
			'send' => $this->writer->send($this->open->toPost($room), $item),
			'notice' => $this->writer->notice($room, $item),
			'edit' => $this->changer->edit($this->open->toPost($room), $item),
			'remove' => $this->changer->remove($room, $item, $this->later(...)),
			'react' => $this->reactor->react($room, $item),
			'sign' => $this->reactor->sign($room, $item),
			default => throw Verdict::drop('Nothing that this version can do'),
		};
	}

	/**
	 * The transaction is through. Talk remembers for clients that poll that nothing is new, and forgets that before our transaction ends
	 * (with reactions not at all): somebody who asked in between would wait for 30 s. What fails now makes nothing undone: `TidyDoor` finds it.
	 */
	public function stored(string $token): void {
		$this->polled->remove($token);
		[$works, $this->later] = [$this->later, []];
		foreach ($works as $work) {
			try {
				$work();
			} catch (\Throwable $e) {
				$this->logger->warning('What was deleted left something behind', ['exception' => $e]);
			}
		}
	}

	/** It was rolled back: what Talk's objects in memory say is no longer so. */
	public function undone(): void {
		$this->people->reread();
		$this->rooms = [];
		$this->later = [];
	}

	/** @param callable(): void $work */
	private function later(callable $work): void {
		$this->later[] = $work;
	}
}
