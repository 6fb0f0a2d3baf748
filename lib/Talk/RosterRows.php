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
use OCA\TalkRelay\Door\KnownPerson;
use OCA\TalkRelay\Door\People;
use OCA\TalkRelay\Service\FederatedRooms;

/** Remote people as rows of Talk's lists, and the service user out of them. */
final class RosterRows {
	/** Talk's own, where a client names no other. */
	private const SEARCHED = 20;

	public function __construct(
		private readonly FederatedRooms $rooms,
		private readonly People $people,
		private readonly ServiceUser $service,
	) {
	}

	/**
	 * @param list<\stdClass> $rows
	 * @return list<mixed>
	 */
	public function participants(Room $room, array $rows): array {
		if (!$this->rooms->isFederated($room->getToken())) {
			return $rows;
		}
		$shown = array_filter($rows, fn (\stdClass $row): bool => !$this->isService($row->actorType ?? '', $row->actorId ?? ''));
		$known = [];
		foreach ($shown as $row) {
			$known[($row->actorType ?? '') . '/' . ($row->actorId ?? '')] = true;
		}
		foreach ($this->present($room) as $person) {
			// One who also takes part through Talk's own federation is there already.
			if (!isset($known[Attendee::ACTOR_FEDERATED_USERS . '/' . $person->id])) {
				$shown[] = $this->participant($room, $person);
			}
		}
		return array_values($shown);
	}

	/**
	 * @param list<\stdClass> $rows
	 * @return list<mixed>
	 */
	public function mentions(Room $room, array $rows, string $search, int $limit): array {
		if (!$this->rooms->isFederated($room->getToken())) {
			return $rows;
		}
		$shown = array_values(array_filter($rows, fn (\stdClass $row): bool => !$this->isService($row->source ?? '', $row->id ?? '')));
		$ids = array_column($shown, 'id');
		$left = $limit > 0 ? $limit : self::SEARCHED;
		foreach ($this->present($room) as $person) {
			$fits = $search === '' || mb_stripos($person->name, $search) !== false || mb_stripos($person->id, $search) !== false;
			if ($fits && $left > 0 && !in_array($person->id, $ids, true)) {
				$left--;
				$shown[] = ['id' => $person->id, 'label' => $person->name, 'source' => Attendee::ACTOR_FEDERATED_USERS,
					'mentionId' => "federated_user/$person->id"];
			}
		}
		return $shown;
	}

	/** @return array<string, KnownPerson> */
	private function present(Room $room): array {
		return array_filter($this->people->of($room->getToken()), static fn (KnownPerson $person): bool => $person->isPresent() && !$person->blocked);
	}

	private function isService(string $type, string $id): bool {
		return $type === Attendee::ACTOR_USERS && $id !== '' && $id === $this->service->known();
	}

	/** @return array<string, mixed> */
	private function participant(Room $room, KnownPerson $person): array {
		return [
			'roomToken' => $room->getToken(), 'inCall' => Participant::FLAG_DISCONNECTED, 'lastPing' => 0, 'sessionIds' => [],
			'participantType' => Participant::USER,
			// Below zero: no row of Talk's has such a number, and "remove" on it is for us (`Blocking`).
			'attendeeId' => -$person->row,
			'actorId' => $person->id, 'actorType' => Attendee::ACTOR_FEDERATED_USERS, 'displayName' => $person->name,
			'permissions' => Attendee::PERMISSIONS_CHAT | Attendee::PERMISSIONS_REACT, 'attendeePermissions' => Attendee::PERMISSIONS_DEFAULT,
			'attendeePin' => '', 'phoneNumber' => '', 'callId' => '',
			'status' => 'offline', 'statusIcon' => '🌐', 'statusMessage' => substr($person->id, (int)strrpos($person->id, '@') + 1),
			'statusClearAt' => null,
		];
	}
}
