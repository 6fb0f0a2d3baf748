<?php

declare(strict_types=1);

/**
 * SPDX-FileCopyrightText: 2026 Talk Relay contributors
 * SPDX-License-Identifier: AGPL-3.0-or-later
 */

namespace OCA\TalkRelay\Door;

use OCA\TalkRelay\Db\Members;

/** Who is there on the other side (`RosterUpdate` in sidecar/door/types.ts). */
final class Roster {
	public function __construct(
		private readonly People $people,
		private readonly Members $members,
	) {
	}

	/** Somebody whom nobody could be is left out. */
	public function take(array $room): void {
		$token = is_string($room['token'] ?? null) ? $room['token'] : '';
		$member = is_int($room['member'] ?? null) ? $room['member'] : 0;
		if ($token === '' || $member <= 0) {
			return;
		}
		$people = [];
		foreach (is_array($room['people'] ?? null) ? $room['people'] : [] as $json) {
			try {
				$person = Person::read($json);
				$people[$person->id] = $person;
			} catch (Verdict) {
				continue;
			}
		}
		$this->people->replace($token, $member, array_values($people));
		if ($this->members->find($member) === null) {
			// Taken out just now (Service/Federation): whoever comes second finds what the first one left.
			$this->people->replace($token, $member, []);
		}
	}
}
