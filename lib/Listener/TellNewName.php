<?php

declare(strict_types=1);

/**
 * SPDX-FileCopyrightText: 2026 Talk Relay contributors
 * SPDX-License-Identifier: AGPL-3.0-or-later
 */

namespace OCA\TalkRelay\Listener;

use OCA\Talk\Events\ARoomModifiedEvent;
use OCA\Talk\Events\RoomModifiedEvent;
use OCA\TalkRelay\Service\DoorConfig;
use OCA\TalkRelay\Service\FederatedRooms;
use OCP\EventDispatcher\Event;
use OCP\EventDispatcher\IEventListener;
use Psr\Container\ContainerInterface;
use Psr\Log\LoggerInterface;

/**
 * A federated conversation's name is part of what the relay works by: it names it to people of the other rooms.
 *
 * @template-implements IEventListener<Event>
 */
final class TellNewName implements IEventListener {
	public function __construct(
		private readonly FederatedRooms $rooms,
		private readonly ContainerInterface $parts,
		private readonly LoggerInterface $logger,
	) {
	}

	#[\Override]
	public function handle(Event $event): void {
		try {
			if ($event instanceof RoomModifiedEvent && $event->getProperty() === ARoomModifiedEvent::PROPERTY_NAME
				&& $this->rooms->isFederated($event->getRoom()->getToken())) {
				$this->parts->get(DoorConfig::class)->changed();
			}
		} catch (\Throwable $error) {
			$this->logger->error('The relay could not be told a conversation\'s new name', ['exception' => $error]);
		}
	}
}
