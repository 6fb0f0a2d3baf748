<?php

declare(strict_types=1);

/**
 * SPDX-FileCopyrightText: 2026 Talk Relay contributors
 * SPDX-License-Identifier: AGPL-3.0-or-later
 */

namespace OCA\TalkRelay\Talk;

use OCA\Talk\Model\Attendee;
use OCA\Talk\Participant;
use OCA\Talk\Room;
use OCA\TalkRelay\Door\Item;
use OCA\TalkRelay\Door\People;
use OCA\TalkRelay\Door\Person;
use OCA\TalkRelay\Door\Verdict;
use OCA\TalkRelay\Relay\Sentence;
use OCA\TalkRelay\Service\DoorConfig;

/**
 * Remote people as Talk's authors. They are no rows of Talk's participants: such rows would make Talk send each message to their servers
 * by its own federation.
 */
final class Actors {
	public function __construct(
		private readonly People $people,
		private readonly DoorConfig $config,
	) {
	}

	/**
	 * Who speaks, if that person may; their name is remembered.
	 *
	 * @throws Verdict
	 */
	public function speaker(Item $item): Person {
		$person = $item->actor ?? throw Verdict::drop('Nobody said it');
		if (strcasecmp($person->host(), $this->config->host()) === 0) {
			throw Verdict::drop('Nobody of this server speaks through the relay');
		}
		if ($this->people->find($item->token, $person->id)?->blocked === true) {
			throw Verdict::drop(Sentence::of('%s was shut out of this conversation by a moderator', $person->name));
		}
		$this->people->met($item->token, $person);
		return $person;
	}

	/** Talk wants one for edits and deletions; this one is never stored. A moderator may remove what a message shares. */
	public function participant(Room $room, string $type, string $id, int $rights = Participant::USER): Participant {
		$attendee = new Attendee();
		$attendee->setRoomId($room->getId());
		$attendee->setActorType($type);
		$attendee->setActorId($id);
		$attendee->setParticipantType($rights);
		return new Participant($room, $attendee, null);
	}
}
