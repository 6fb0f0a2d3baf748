<?php

declare(strict_types=1);

/**
 * SPDX-FileCopyrightText: 2026 Talk Relay contributors
 * SPDX-License-Identifier: AGPL-3.0-or-later
 */

namespace OCA\TalkRelay\Talk;

use OCA\Talk\Exceptions\RoomNotFoundException;
use OCA\Talk\Manager;
use OCA\Talk\Room;
use OCA\Talk\Service\RoomService;
use OCA\Talk\Webinary;
use OCA\TalkRelay\Door\Verdict;
use OCA\TalkRelay\Service\FederatedRooms;

/** Conversations in which remote people can speak. */
final class OpenRooms {
	public function __construct(
		private readonly Manager $talk,
		private readonly FederatedRooms $federated,
		private readonly RoomService $service,
		private readonly Permissions $permissions,
	) {
	}

	/** @throws Verdict closeRoom, in words for moderators */
	public function get(string $token): Room {
		$room = $this->find($token) ?? throw Verdict::closeRoom('The conversation is gone');
		return match (true) {
			$room->isFederatedConversation() => throw Verdict::closeRoom('The conversation lives on another server'),
			!$this->federated->isFederated($token) => throw Verdict::closeRoom('The conversation is not federated'),
			$room->getReadOnly() === Room::READ_ONLY => throw Verdict::closeRoom('The conversation is locked: nobody can write there'),
			$room->getLobbyState() !== Webinary::LOBBY_NONE => throw Verdict::closeRoom('The conversation has a lobby: only moderators may come in'),
			default => $room,
		};
	}

	/**
	 * What is open is so for reactions, too; this is for what people say.
	 *
	 * @throws Verdict closeRoom, in words for moderators
	 */
	public function toPost(Room $room): Room {
		return $this->permissions->mayPost($room) ? $room : throw Verdict::closeRoom('Only moderators may write in the conversation');
	}

	/** To be called before what remote people do is done. */
	public function enter(string $token): void {
		$room = $this->find($token);
		if ($room !== null) {
			$this->endLobby($room);
		}
	}

	/**
	 * A lobby whose time is over Talk only ends when one of its people looks, and remote people are none. Everybody is told of that end,
	 * the relay, too: not to be called within `Injection`.
	 */
	public function endLobby(Room $room): void {
		if (!$room->isFederatedConversation() && $this->federated->isFederated($room->getToken())) {
			$this->service->validateLobbyTimer($room);
		}
	}

	/** Whatever state it is in. */
	public function find(string $token): ?Room {
		try {
			return $this->talk->getRoomByToken($token);
		} catch (RoomNotFoundException) {
			return null;
		}
	}
}
