<?php

declare(strict_types=1);

/**
 * SPDX-FileCopyrightText: 2026 Talk Relay contributors
 * SPDX-License-Identifier: AGPL-3.0-or-later
 */

namespace OCA\TalkRelay\Talk;

use OCA\Talk\Events\AMessageSentEvent;
use OCA\Talk\Events\AParticipantModifiedEvent;
use OCA\Talk\Events\AReactionEvent;
use OCA\Talk\Events\ARoomEvent;
use OCA\Talk\Events\ARoomModifiedEvent;
use OCA\Talk\Events\AttendeeRemovedEvent;
use OCA\Talk\Events\AttendeesAddedEvent;
use OCA\Talk\Events\AttendeesRemovedEvent;
use OCA\Talk\Events\ChatMessageSentEvent;
use OCA\Talk\Events\ParticipantModifiedEvent;
use OCA\Talk\Events\ReactionRemovedEvent;
use OCA\Talk\Events\RoomDeletedEvent;
use OCA\Talk\Events\SystemMessageSentEvent;
use OCA\TalkRelay\Door\Happening;
use OCA\TalkRelay\Service\FederatedRooms;
use OCP\EventDispatcher\Event;

/** Talk's events → what the relay is told. */
final class EventReader {
	/** Of a conversation, and what a row calls it. */
	private const PROPERTIES = [
		ARoomModifiedEvent::PROPERTY_NAME => 'name',
		ARoomModifiedEvent::PROPERTY_READ_ONLY => 'readOnly',
		ARoomModifiedEvent::PROPERTY_LOBBY => 'lobby',
		ARoomModifiedEvent::PROPERTY_DEFAULT_PERMISSIONS => 'permissions',
		ARoomModifiedEvent::PROPERTY_TYPE => 'type',
		ARoomModifiedEvent::PROPERTY_MESSAGE_EXPIRATION => 'messageExpiration',
		ARoomModifiedEvent::PROPERTY_MENTION_PERMISSIONS => 'mentionEveryone',
	];

	public function __construct(
		private readonly FederatedRooms $rooms,
		private readonly CommentReader $comments,
	) {
	}

	/** Null for what concerns no federated conversation, what the app did itself, and what is no matter of the other side. */
	public function read(Event $event): ?Happening {
		if (!$event instanceof ARoomEvent || Injection::active() || !$this->rooms->isFederated($event->getRoom()->getToken())) {
			return null;
		}
		return match (true) {
			$event instanceof ChatMessageSentEvent, $event instanceof SystemMessageSentEvent => $this->written($event),
			$event instanceof AReactionEvent => $this->reaction($event),
			$event instanceof RoomDeletedEvent => $this->room($event, 'deleted', true),
			$event instanceof AttendeesAddedEvent, $event instanceof AttendeesRemovedEvent, $event instanceof AttendeeRemovedEvent
				=> $this->room($event, 'people', null),
			$event instanceof ParticipantModifiedEvent => $this->participant($event),
			$event instanceof ARoomModifiedEvent => $this->modified($event),
			default => null,
		};
	}

	private function written(AMessageSentEvent $event): ?Happening {
		return $this->comments->read($event->getRoom(), $event->getComment(), $event->getParent());
	}

	private function reaction(AReactionEvent $event): Happening {
		$who = [$event->getActorType(), $event->getActorId(), $event->getActorDisplayName()];
		return new Happening($event->getRoom()->getToken(), Happening::REACTION, CommentReader::reaction($event->getReactionMessage(),
			(int)$event->getMessage()->getId(), $who, $event->getReaction(), $event instanceof ReactionRemovedEvent));
	}

	private function modified(ARoomModifiedEvent $event): ?Happening {
		$what = self::PROPERTIES[$event->getProperty()] ?? null;
		$value = $event->getNewValue();
		return $what === null ? null : $this->room($event, $what, $value instanceof \DateTime ? $value->getTimestamp() : $value);
	}

	private function participant(ParticipantModifiedEvent $event): ?Happening {
		$telling = [AParticipantModifiedEvent::PROPERTY_NAME, AParticipantModifiedEvent::PROPERTY_TYPE];
		return in_array($event->getProperty(), $telling, true) ? $this->room($event, 'people', null) : null;
	}

	private function room(ARoomEvent $event, string $what, string|int|bool|null $value): Happening {
		return new Happening($event->getRoom()->getToken(), Happening::ROOM, ['what' => $what, 'value' => $value]);
	}
}
