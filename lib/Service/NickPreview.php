<?php

declare(strict_types=1);

/**
 * SPDX-FileCopyrightText: 2026 Talk Relay contributors
 * SPDX-License-Identifier: AGPL-3.0-or-later
 */

namespace OCA\TalkRelay\Service;

use OCA\TalkRelay\Relay\Addresses;
use OCA\TalkRelay\Relay\Client;
use OCA\TalkRelay\Talk\RoomStanding;
use OCP\IUserManager;

/** Shows what a nick format makes of a person's own name, by the relay's own rules. */
final class NickPreview {
	public function __construct(
		private readonly Client $relay,
		private readonly MemberForm $form,
		private readonly Addresses $addresses,
		private readonly IUserManager $users,
	) {
	}

	/** @return array{shown: string} */
	public function show(RoomStanding $room, string $user, string $format): array {
		$host = $this->addresses->hostOf($this->addresses->public());
		$answer = $this->relay->call('POST', '/relay/nick', [
			'format' => $this->form->nickFormat($format), 'nick' => $this->users->getDisplayName($user) ?? $user, 'userId' => "$user@$host",
			'label' => $host, 'bridge' => $host, 'protocol' => 'nctalk', 'gateway' => $room->name, 'channel' => $room->name,
		], 1);
		return ['shown' => (string)($answer['shown'] ?? '')];
	}
}
