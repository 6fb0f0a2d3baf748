<?php

declare(strict_types=1);

/**
 * SPDX-FileCopyrightText: 2026 Talk Relay contributors
 * SPDX-License-Identifier: AGPL-3.0-or-later
 */

namespace OCA\TalkRelay\Service;

use OCA\TalkRelay\Talk\RoomStanding;
use OCA\TalkRelay\Talk\RoomStandings;
use OCP\IGroupManager;
use OCP\IUserManager;

/** Who may federate what: the one place that decides. */
final class Rights {
	public function __construct(
		private readonly RelaySettings $settings,
		private readonly RoomStandings $rooms,
		private readonly IGroupManager $groups,
		private readonly IUserManager $users,
	) {
	}

	/**
	 * Lets a moderator of a conversation that can be federated through.
	 *
	 * @throws Denied with what is missing
	 * @throws Missing where there is no such conversation, or it is none of this person's
	 */
	public function moderator(string $token, ?string $userId): RoomStanding {
		$user = $userId ?? throw new Denied('guest');
		$room = $this->rooms->of($token, $user);
		if ($room === null || !$room->participant) {
			throw new Missing();
		}
		$reason = match (true) {
			!$room->moderator => 'moderator',
			$room->remote => 'federated',
			$room->breakout => 'breakout',
			!$room->ordinary => 'kind',
			$room->classified => 'classified',
			default => null,
		};
		if ($reason !== null) {
			throw new Denied($reason);
		}
		$this->person($user);
		return $room;
	}

	/**
	 * Lets a person through who may have accounts.
	 *
	 * @throws Denied
	 */
	public function person(?string $userId): string {
		$user = $userId ?? throw new Denied('guest');
		if (!$this->settings->on()) {
			throw new Denied('off');
		}
		$allowed = $this->settings->groups();
		$account = $this->users->get($user) ?? throw new Denied('guest');
		if ($allowed !== [] && array_intersect($allowed, $this->groups->getUserGroupIds($account)) === []) {
			throw new Denied('group');
		}
		return $user;
	}
}
