<?php

declare(strict_types=1);

/**
 * SPDX-FileCopyrightText: 2026 Talk Relay contributors
 * SPDX-License-Identifier: AGPL-3.0-or-later
 */

namespace OCA\TalkRelay\Talk;

use OCA\Talk\Chat\ChatManager;
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
use Psr\Container\ContainerInterface;

/** Talk's events → what the relay is told. */
final class EventReader {
	/** Of a conversation, and what a row calls it. */
	private const PROPERTIES = [
		ARoomModifiedEvent::PROPERTY_NAME => 'name',
		ARoomModifiedEvent::PROPERTY_READ_ONLY => 'readOnly',
		ARoomModifiedEvent::PROPERTY_LOBBY => 'lobby',
		ARoomModifiedEvent::PROPERTY_TYPE => 'type',
		ARoomModifiedEvent::PROPERTY_MESSAGE_EXPIRATION => 'messageExpiration',
		ARoomModifiedEvent::PROPERTY_MENTION_PERMISSIONS => 'mentionEveryone',
	];

	public function __construct(
		private readonly FederatedRooms $rooms,
		private readonly ContainerInterface $parts,
	) {
	}

	/** Null for what concerns no federated conversation, what the app did itself, and what is no matter of the other side. */
	public function read(Event $event): ?Happening {
		if (!$event instanceof ARoomEvent || Injection::active() || !$this->rooms->isFederated($event->getRoom()->getToken())) {
			return null;
		}
		return match (true) {
			$event instanceof ChatMessageSentEvent => $this->message($event),
			$event instanceof SystemMessageSentEvent => $this->system($event),
			$event instanceof AReactionEvent => $this->reaction($event),
			$event instanceof RoomDeletedEvent => $this->room($event, 'deleted', true),
			$event instanceof AttendeesAddedEvent, $event instanceof AttendeesRemovedEvent, $event instanceof AttendeeRemovedEvent
				=> $this->room($event, 'people', null),
			$event instanceof ParticipantModifiedEvent => $this->participant($event),
			$event instanceof ARoomModifiedEvent => $this->modified($event),
			default => null,
		};
	}

	private function message(ChatMessageSentEvent $event): ?Happening {
		return $event->getComment()->getVerb() === ChatManager::VERB_MESSAGE ? $this->parsed($event, Happening::MESSAGE) : null;
	}

	private function system(SystemMessageSentEvent $event): ?Happening {
		$comment = $event->getComment();
		if ($comment->getVerb() === ChatManager::VERB_OBJECT_SHARED) {
			return new Happening($event->getRoom()->getToken(), Happening::OBJECT, ['id' => (int)$comment->getId()]);
		}
		/** @var mixed $said */
		$said = json_decode($comment->getMessage(), true);
		// A reaction that was taken back is told with its emoji by an event of its own.
		return is_array($said) && ($said['message'] ?? '') === 'reaction_revoked' ? null : $this->parsed($event, Happening::SYSTEM);
	}

	/** @param Happening::* $kind */
	private function parsed(AMessageSentEvent $event, string $kind): ?Happening {
		$json = $this->parts->get(MessageJson::class)->of($event->getRoom(), $event->getComment(), $event->getParent());
		return $json === null ? null : new Happening($event->getRoom()->getToken(), $kind, $json);
	}

	private function reaction(AReactionEvent $event): Happening {
		$reaction = $event->getReactionMessage();
		return new Happening($event->getRoom()->getToken(), Happening::REACTION, [
			'id' => (int)$reaction?->getId(),
			'target' => (int)$event->getMessage()->getId(),
			'actorType' => $event->getActorType(),
			'actorId' => $event->getActorId(),
			'actorDisplayName' => $event->getActorDisplayName(),
			'emoji' => $event->getReaction(),
			'removed' => $event instanceof ReactionRemovedEvent,
			'timestamp' => $reaction === null ? 0 : $reaction->getCreationDateTime()->getTimestamp(),
		]);
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
