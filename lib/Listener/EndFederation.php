<?php

declare(strict_types=1);

/**
 * SPDX-FileCopyrightText: 2026 Talk Relay contributors
 * SPDX-License-Identifier: AGPL-3.0-or-later
 */

namespace OCA\TalkRelay\Listener;

use OCA\Talk\Events\RoomDeletedEvent;
use OCA\TalkRelay\Service\Departure;
use OCP\EventDispatcher\Event;
use OCP\EventDispatcher\IEventListener;
use OCP\User\Events\UserDeletedEvent;
use Psr\Log\LoggerInterface;

/**
 * A conversation that is gone is federated no longer, nor does anybody's account outlive them.
 *
 * @template-implements IEventListener<Event>
 */
final class EndFederation implements IEventListener {
	public function __construct(
		private readonly Departure $departure,
		private readonly LoggerInterface $logger,
	) {
	}

	#[\Override]
	public function handle(Event $event): void {
		try {
			match (true) {
				$event instanceof RoomDeletedEvent => $this->departure->ofRoom($event->getRoom()->getToken()),
				$event instanceof UserDeletedEvent => $this->departure->ofUser($event->getUser()->getUID()),
				default => null,
			};
		} catch (\Throwable $error) {
			$this->logger->error('What a federation was made of is gone, and it could not be ended', ['exception' => $error]);
		}
	}
}
