<?php

declare(strict_types=1);

/**
 * SPDX-FileCopyrightText: 2026 Talk Relay contributors
 * SPDX-License-Identifier: AGPL-3.0-or-later
 */

namespace OCA\TalkRelay\Talk;

use OCA\Talk\Participant;
use OCA\Talk\Room;
use OCA\TalkRelay\Door\Happening;
use OCA\TalkRelay\Door\Outbox;
use OCA\TalkRelay\Door\People;
use OCA\TalkRelay\Service\DoorConfig;
use OCP\AppFramework\Http;
use OCP\AppFramework\Http\JSONResponse;
use OCP\AppFramework\Http\Response;

/** Remote people who are shut out of one conversation. */
final class Blocking {
	public function __construct(
		private readonly People $people,
		private readonly DoorConfig $config,
		private readonly Outbox $outbox,
	) {
	}

	/** "Remove participant" on one of our rows. Null: it is one of Talk's. */
	public function instead(Room $room, Participant $asking, int $attendee): ?Response {
		if ($attendee >= 0) {
			return null;
		}
		if (!$asking->hasModeratorPermissions()) {
			return $this->answer(Http::STATUS_FORBIDDEN, 'failure');
		}
		foreach ($this->people->of($room->getToken()) as $person) {
			if ($person->row === -$attendee) {
				$this->set($room->getToken(), $person->id, true);
				return $this->answer(Http::STATUS_OK, 'ok');
			}
		}
		return $this->answer(Http::STATUS_NOT_FOUND, 'failure');
	}

	/** @return bool whether there is such a person */
	public function set(string $token, string $person, bool $blocked): bool {
		if (!$this->people->block($token, $person, $blocked)) {
			return false;
		}
		$this->outbox->add(new Happening($token, Happening::ROOM, ['what' => 'people', 'value' => null]));
		$this->config->changed();
		return true;
	}

	/**
	 * A plain answer would be rendered empty here: Talk's clients read OCS.
	 *
	 * @param Http::STATUS_* $status
	 */
	private function answer(int $status, string $word): JSONResponse {
		return new JSONResponse(['ocs' => ['meta' => ['status' => $word, 'statuscode' => $status, 'message' => ''], 'data' => null]], $status);
	}
}
