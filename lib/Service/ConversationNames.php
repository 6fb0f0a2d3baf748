<?php

declare(strict_types=1);

/**
 * SPDX-FileCopyrightText: 2026 Talk Relay contributors
 * SPDX-License-Identifier: AGPL-3.0-or-later
 */

namespace OCA\TalkRelay\Service;

use OCA\TalkRelay\Db\Gateways;
use OCA\TalkRelay\Model\Gateway;
use OCA\TalkRelay\Model\Member;
use OCA\TalkRelay\Talk\RoomStandings;

/** What conversations are called: as Talk has it now, else as it was when they were federated. */
final class ConversationNames {
	public function __construct(
		private readonly Gateways $gateways,
		private readonly RoomStandings $rooms,
	) {
	}

	public function name(Gateway $gateway): string {
		$now = $this->rooms->name($gateway->token);
		return $now === null || $now === '' ? $gateway->label : $now;
	}

	/**
	 * The conversations that these members belong to, each once.
	 *
	 * @param list<Member> $members
	 * @return list<array{token: string, name: string}>
	 */
	public function of(array $members): array {
		$found = [];
		foreach (array_unique(array_map(static fn (Member $member): int => $member->gateway, $members)) as $id) {
			$gateway = $this->gateways->find($id);
			if ($gateway !== null) {
				$found[] = ['token' => $gateway->token, 'name' => $this->name($gateway)];
			}
		}
		return $found;
	}
}
