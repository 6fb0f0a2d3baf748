<?php

declare(strict_types=1);

/**
 * SPDX-FileCopyrightText: 2026 Talk Relay contributors
 * SPDX-License-Identifier: AGPL-3.0-or-later
 */

namespace OCA\TalkRelay\Talk;

use OCA\Talk\Exceptions\ParticipantNotFoundException;
use OCA\Talk\Model\Attendee;
use OCA\Talk\Model\AttendeeMapper;
use OCA\Talk\Participant;
use OCA\Talk\Room;
use OCA\Talk\Service\ParticipantService;
use OCA\Talk\Service\RoomService;

/**
 * Talk deletes a conversation with the last user in it, and lets nobody leave who is its last moderator among others. The service user is
 * counted there: without this, who is left could not go, and a conversation that all have left would live on with nobody to see it.
 */
final class Deserted {
	private const COUNTED = [Participant::USER, Participant::MODERATOR, Participant::OWNER];

	public function __construct(
		private readonly ServiceUser $service,
		private readonly ParticipantService $participants,
		private readonly AttendeeMapper $attendees,
		private readonly RoomService $rooms,
	) {
	}

	/** Somebody is about to leave: if nobody else is there, the service user goes first. */
	public function before(Room $room, Participant $leaving): void {
		$counted = in_array($leaving->getAttendee()->getParticipantType(), self::COUNTED, true);
		$service = $counted ? $this->serviceIn($room) : null;
		if ($service !== null && $this->participants->getNumberOfUsers($room) === 2) {
			$this->attendees->delete($service);
		}
	}

	/** Somebody was taken out. */
	public function after(Room $room): void {
		if ($this->serviceIn($room) !== null && $this->participants->getNumberOfUsers($room) === 1) {
			$this->rooms->deleteRoom($room);
		}
	}

	private function serviceIn(Room $room): ?Attendee {
		$known = $this->service->known();
		try {
			return $known === '' ? null : $this->participants->getParticipantByActor($room, Attendee::ACTOR_USERS, $known)->getAttendee();
		} catch (ParticipantNotFoundException) {
			return null;
		}
	}
}
