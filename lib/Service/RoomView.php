<?php

declare(strict_types=1);

/**
 * SPDX-FileCopyrightText: 2026 Talk Relay contributors
 * SPDX-License-Identifier: AGPL-3.0-or-later
 */

namespace OCA\TalkRelay\Service;

use OCA\TalkRelay\Door\KnownPerson;
use OCA\TalkRelay\Door\People;
use OCA\TalkRelay\Model\Gateway;
use OCA\TalkRelay\Model\Member;
use OCA\TalkRelay\Relay\Addresses;
use OCA\TalkRelay\Relay\Health;
use OCA\TalkRelay\ResponseDefinitions;
use OCA\TalkRelay\Talk\RoomStanding;
use OCP\IUserManager;

/**
 * One conversation as the panel shows it.
 *
 * @psalm-import-type TalkRelayRoomFederation from ResponseDefinitions
 * @psalm-import-type TalkRelayGateway from ResponseDefinitions
 */
final class RoomView {
	public function __construct(
		private readonly Federation $federation,
		private readonly MemberView $members,
		private readonly People $people,
		private readonly Health $health,
		private readonly RelaySettings $settings,
		private readonly Addresses $addresses,
		private readonly IUserManager $users,
	) {
	}

	/** @return TalkRelayRoomFederation */
	public function federation(RoomStanding $room): array {
		$gateway = $this->federation->ofRoom($room->token);
		return [
			'token' => $room->token,
			'name' => $room->name,
			'gateway' => $gateway === null ? null : $this->gateway($gateway),
			'relay' => $this->health->state(),
			'limits' => ['maxBytes' => $this->settings->maxBytes()],
			'host' => $this->addresses->hostOf($this->addresses->public()),
		];
	}

	/** @return TalkRelayGateway */
	private function gateway(Gateway $gateway): array {
		return [
			'id' => $gateway->name(),
			'paused' => $gateway->paused,
			'createdBy' => ['id' => $gateway->createdBy, 'name' => $this->users->getDisplayName($gateway->createdBy)
				?? $gateway->createdBy],
			'createdAt' => $gateway->createdAt,
			'members' => array_map(fn (Member $member): array => $this->members->whole($member), $this->federation->others($gateway)),
			'notices' => $gateway->notices,
			'maxBytes' => $gateway->maxBytes === 0 ? $this->settings->maxBytes() : min($gateway->maxBytes, $this->settings->maxBytes()),
			'refusedNames' => $gateway->refusedNames,
			'refusedKinds' => $gateway->refusedKinds,
			'mentionEveryone' => $gateway->mentionEveryone,
			'blocked' => array_values(array_map(
				static fn (KnownPerson $person): array => ['id' => $person->id, 'name' => $person->name],
				array_filter($this->people->of($gateway->token), static fn (KnownPerson $person): bool => $person->blocked),
			)),
		];
	}
}
