<?php

declare(strict_types=1);

/**
 * SPDX-FileCopyrightText: 2026 Talk Relay contributors
 * SPDX-License-Identifier: AGPL-3.0-or-later
 */

namespace OCA\TalkRelay\Listener;

use OCA\Talk\Events\AMessageSentEvent;
use OCA\TalkRelay\Door\Outbox;
use OCA\TalkRelay\Talk\EventReader;
use OCA\TalkRelay\Talk\Missed;
use OCP\EventDispatcher\Event;
use OCP\EventDispatcher\IEventListener;
use Psr\Container\ContainerInterface;
use Psr\Log\LoggerInterface;

/**
 * What happens in a federated conversation becomes a row of the outbox, within the request that made it happen. In any other nothing is
 * made but the reader, which asks a cache.
 *
 * @template-implements IEventListener<Event>
 */
final class TellRelay implements IEventListener {
	public function __construct(
		private readonly EventReader $reader,
		private readonly ContainerInterface $parts,
		private readonly LoggerInterface $logger,
	) {
	}

	public function handle(Event $event): void {
		try {
			$happening = $this->reader->read($event);
			if ($happening !== null) {
				$this->parts->get(Outbox::class)->add($happening);
			}
		} catch (\Throwable $e) {
			$this->logger->error('An event of Talk could not be told to the relay', ['exception' => $e]);
			$this->keepPlace($event);
		}
	}

	/** It is made up for at the next look: everybody here has seen the message. */
	private function keepPlace(Event $event): void {
		try {
			if ($event instanceof AMessageSentEvent) {
				$this->parts->get(Missed::class)->keepPlaceBefore((int)$event->getComment()->getId());
			}
		} catch (\Throwable $e) {
			$this->logger->error('Nor could it be noted for later', ['exception' => $e]);
		}
	}
}
