<?php

declare(strict_types=1);

/**
 * SPDX-FileCopyrightText: 2026 Talk Relay contributors
 * SPDX-License-Identifier: AGPL-3.0-or-later
 */

namespace OCA\TalkRelay\Talk;

use OCA\Talk\Chat\ChatManager;
use OCA\Talk\Model\Attendee;
use OCA\Talk\Room;
use OCA\Talk\Service\ParticipantService;
use OCA\Talk\Webinary;
use OCA\TalkRelay\Door\Shut;
use OCA\TalkRelay\Service\FederatedRooms;
use OCP\Comments\NotFoundException;
use OCP\IUserManager;

/** What the relay asks about a conversation. */
final class RoomReader {
	public function __construct(
		private readonly OpenRooms $rooms,
		private readonly ParticipantService $participants,
		private readonly ChatManager $chat,
		private readonly MessageJson $messages,
		private readonly ServiceUser $service,
		private readonly IUserManager $users,
		private readonly FederatedRooms $federated,
		private readonly Permissions $permissions,
	) {
	}

	/** @return array<string, mixed> `RoomFacts` in sidecar/door/types.ts */
	public function facts(string $token): array {
		$room = $this->open($token);
		if ($room !== null) {
			$this->rooms->endLobby($room);
		}
		return [
			'token' => $token,
			'exists' => $room !== null,
			'name' => $room?->getName() ?? '',
			'readOnly' => $room?->getReadOnly() === Room::READ_ONLY,
			'lobby' => $room !== null && $room->getLobbyState() !== Webinary::LOBBY_NONE,
			'mayPost' => $room === null || $this->permissions->mayPost($room),
			'type' => $room?->getType() ?? 0,
			'messageExpiration' => $room?->getMessageExpiration() ?? 0,
			// Talk lets each participant archive a conversation for themselves only.
			'archived' => false,
			'mentionEveryone' => $room?->getMentionPermissions() === Room::MENTION_PERMISSIONS_EVERYONE,
			'people' => $room === null ? [] : $this->people($room),
		];
	}

	/**
	 * @param list<int> $ids
	 * @return list<array<string, mixed>> as Talk's API shows them; without what is gone, or nobody sees
	 * @throws Shut
	 */
	public function messages(string $token, array $ids): array {
		$room = $this->room($token);
		$found = [];
		foreach ($ids as $id) {
			try {
				$json = $this->messages->of($room, $this->chat->getComment($room, (string)$id));
			} catch (NotFoundException|\InvalidArgumentException) {
				continue;
			}
			if ($json !== null) {
				$found[] = $json;
			}
		}
		return $found;
	}

	/** @throws Shut for one that is gone, or none of the relay's business */
	public function room(string $token): Room {
		return $this->open($token) ?? throw Shut::missing('The conversation is gone');
	}

	/** Asked anew: of what was federated a moment ago a web head's memory need not know yet. Null for all that lives on another server. */
	private function open(string $token): ?Room {
		$room = in_array($token, $this->federated->tokens(), true) ? $this->rooms->find($token) : null;
		return $room?->isFederatedConversation() === false ? $room : null;
	}

	/** @return list<array{actorType: string, actorId: string, displayName: string, participantType: int}> */
	private function people(Room $room): array {
		$people = [];
		foreach ($this->participants->getParticipantsForRoom($room) as $participant) {
			$attendee = $participant->getAttendee();
			if ($attendee->getActorType() === Attendee::ACTOR_USERS && $attendee->getActorId() === $this->service->known()) {
				continue;
			}
			$people[] = [
				'actorType' => $attendee->getActorType(),
				'actorId' => $attendee->getActorId(),
				'displayName' => $this->name($attendee),
				'participantType' => $attendee->getParticipantType(),
			];
		}
		return $people;
	}

	private function name(Attendee $attendee): string {
		$current = $attendee->getActorType() === Attendee::ACTOR_USERS ? $this->users->getDisplayName($attendee->getActorId()) : null;
		return $current ?? (string)$attendee->getDisplayName();
	}
}
