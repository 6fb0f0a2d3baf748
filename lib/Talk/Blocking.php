<?php

declare(strict_types=1);

/**
 * SPDX-FileCopyrightText: 2026 Talk Relay contributors
 * SPDX-License-Identifier: AGPL-3.0-or-later
 */

namespace OCA\TalkRelay\Talk;

use OCA\Talk\Participant;
use OCA\Talk\Room;
use OCA\TalkRelay\Door\People;
use OCA\TalkRelay\Service\Blocking as ShutOut;
use OCA\TalkRelay\Service\Federation;
use OCP\AppFramework\Http;
use OCP\AppFramework\Http\JSONResponse;
use OCP\AppFramework\Http\Response;

/** What Talk's own "remove participant" comes to on a remote person. */
final class Blocking {
	public function __construct(
		private readonly People $people,
		private readonly Federation $federation,
		private readonly ShutOut $service,
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
		$gateway = $this->federation->ofRoom($room->getToken());
		foreach ($this->people->of($room->getToken()) as $person) {
			if ($gateway !== null && $person->row === -$attendee) {
				$this->service->block($gateway, $asking->getAttendee()->getActorId(), $person->id, $person->name);
				return $this->answer(Http::STATUS_OK, 'ok');
			}
		}
		return $this->answer(Http::STATUS_NOT_FOUND, 'failure');
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
