<?php

declare(strict_types=1);

/**
 * SPDX-FileCopyrightText: 2026 Talk Relay contributors
 * SPDX-License-Identifier: AGPL-3.0-or-later
 */

namespace OCA\TalkRelay\Talk;

use OCA\Talk\Exceptions\ParticipantNotFoundException;
use OCA\Talk\Exceptions\RoomNotFoundException;
use OCA\Talk\Manager;
use OCA\Talk\Model\Attendee;
use OCA\Talk\Model\BreakoutRoom;
use OCA\Talk\Room;
use OCA\Talk\Service\ParticipantService;
use Psr\Container\ContainerInterface;

/** Looks conversations up in Talk. */
final class RoomStandings {
	/** Of `Room::getAttributes()`, since Talk 25. */
	private const CLASSIFIED = 4;

	public function __construct(
		private readonly ContainerInterface $container,
	) {
	}

	/** Null: there is none, or no Talk. */
	public function of(string $token, string $userId): ?RoomStanding {
		$room = $this->room($token);
		if ($room === null) {
			return null;
		}
		try {
			$participant = $this->container->get(ParticipantService::class)->getParticipant($room, $userId, false);
		} catch (ParticipantNotFoundException) {
			$participant = null;
		}
		return new RoomStanding(
			$room->getToken(),
			$room->getDisplayName($userId),
			in_array($room->getType(), [Room::TYPE_GROUP, Room::TYPE_PUBLIC], true)
				&& in_array($room->getObjectType(), $this->ordinary(), true),
			$room->isFederatedConversation(),
			($room->getAttributes() & self::CLASSIFIED) !== 0,
			$room->getObjectType() === BreakoutRoom::PARENT_OBJECT_TYPE,
			$participant !== null,
			$participant !== null && $participant->hasModeratorPermissions(false),
		);
	}

	public function name(string $token): ?string {
		return $this->room($token)?->getName();
	}

	/**
	 * Whom a conversation's troubles concern.
	 *
	 * @return list<string> users' ids
	 */
	public function moderators(string $token): array {
		$room = $this->room($token);
		if ($room === null) {
			return [];
		}
		$ids = [];
		foreach ($this->container->get(ParticipantService::class)->getParticipantsForRoom($room) as $participant) {
			$attendee = $participant->getAttendee();
			if ($attendee->getActorType() === Attendee::ACTOR_USERS && $participant->hasModeratorPermissions(false)) {
				$ids[] = $attendee->getActorId();
			}
		}
		return $ids;
	}

	/**
	 * What a conversation may belong to and still be one of people among themselves. No constant: PHP looks into those as soon as this is
	 * built, which it is where there is no Talk, too.
	 *
	 * @return list<string>
	 */
	private function ordinary(): array {
		return ['', Room::OBJECT_TYPE_EVENT, Room::OBJECT_TYPE_EXTENDED_CONVERSATION, Room::OBJECT_TYPE_INSTANT_MEETING,
			Room::OBJECT_TYPE_SAMPLE, BreakoutRoom::PARENT_OBJECT_TYPE];
	}

	private function room(string $token): ?Room {
		if (!class_exists(Manager::class) || preg_match('/^[a-z0-9]{1,64}$/i', $token) !== 1) {
			return null;
		}
		try {
			return $this->container->get(Manager::class)->getRoomByToken($token);
		} catch (RoomNotFoundException) {
			return null;
		}
	}
}
