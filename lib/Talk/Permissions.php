<?php

declare(strict_types=1);

/**
 * SPDX-FileCopyrightText: 2026 Talk Relay contributors
 * SPDX-License-Identifier: AGPL-3.0-or-later
 */

namespace OCA\TalkRelay\Talk;

use OCA\Talk\Config;
use OCA\Talk\Model\Attendee;
use OCA\Talk\Room;

/** What a conversation lets everybody do who is no moderator of it: remote people are none. */
final class Permissions {
	public function __construct(
		private readonly Config $config,
	) {
	}

	public function mayPost(Room $room): bool {
		return ($this->of($room) & Attendee::PERMISSIONS_CHAT) !== 0;
	}

	public function mayReact(Room $room): bool {
		return ($this->of($room) & Attendee::PERMISSIONS_REACT) !== 0;
	}

	/** As of somebody who has none of their own (`Participant::getPermissions`). */
	private function of(Room $room): int {
		$own = $room->getDefaultPermissions();
		return $own === Attendee::PERMISSIONS_DEFAULT ? $this->config->getDefaultPermissions() : $own;
	}
}
