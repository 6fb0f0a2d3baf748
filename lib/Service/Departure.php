<?php

declare(strict_types=1);

/**
 * SPDX-FileCopyrightText: 2026 Talk Relay contributors
 * SPDX-License-Identifier: AGPL-3.0-or-later
 */

namespace OCA\TalkRelay\Service;

use OCA\TalkRelay\Db\Accounts;
use OCA\TalkRelay\Db\Gateways;
use OCA\TalkRelay\Db\Members;
use OCA\TalkRelay\Door\People;

/** What follows when a conversation or a person is gone for good. */
final class Departure {
	public function __construct(
		private readonly Federation $federation,
		private readonly Gateways $gateways,
		private readonly Members $members,
		private readonly Accounts $accounts,
		private readonly People $people,
		private readonly DoorConfig $config,
	) {
	}

	public function ofRoom(string $token): void {
		$gateway = $this->gateways->ofRoom($token);
		if ($gateway !== null) {
			$this->federation->end($gateway, null);
			$this->people->forget($token);
		}
	}

	/** The rooms that are reached through this person's accounts are taken out; the app password there is not ours to revoke. */
	public function ofUser(string $user): void {
		$accounts = $this->accounts->of($user);
		foreach ($accounts as $account) {
			foreach ($this->members->using($account->id) as $member) {
				$gateway = $this->gateways->find($member->gateway);
				if ($gateway !== null) {
					// In nobody's name: theirs has been taken off all that is stored by now.
					$this->federation->leave($gateway, $member->id, null);
				}
			}
			$this->accounts->delete($account->id);
		}
		if ($accounts !== []) {
			$this->config->changed();
		}
	}
}
