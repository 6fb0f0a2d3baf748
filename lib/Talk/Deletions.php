<?php

declare(strict_types=1);

/**
 * SPDX-FileCopyrightText: 2026 Talk Relay contributors
 * SPDX-License-Identifier: AGPL-3.0-or-later
 */

namespace OCA\TalkRelay\Talk;

use OCA\Talk\Events\RoomDeletedEvent;
use OCA\Talk\Events\SystemMessageSentEvent;
use OCA\TalkRelay\Door\People;
use OCP\EventDispatcher\Event;
use Psr\Container\ContainerInterface;

/** What goes when Talk removes something, whoever did it: files of a message, the people of a conversation. */
final class Deletions {
	public function __construct(
		private readonly ContainerInterface $parts,
		private readonly People $people,
	) {
	}

	public function after(Event $event): void {
		if ($event instanceof RoomDeletedEvent) {
			$this->people->forget($event->getRoom()->getToken());
		} elseif ($event instanceof SystemMessageSentEvent && !Injection::active()) {
			$this->message($event);
		}
	}

	private function message(SystemMessageSentEvent $event): void {
		/** @var mixed $said */
		$said = json_decode($event->getComment()->getMessage(), true);
		$parent = $event->getParent();
		if ($parent !== null && is_array($said) && ($said['message'] ?? '') === 'message_deleted') {
			$this->parts->get(SharedFiles::class)->removeOf((int)$parent->getId());
		}
	}
}
