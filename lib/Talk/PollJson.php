<?php

declare(strict_types=1);

/**
 * SPDX-FileCopyrightText: 2026 Talk Relay contributors
 * SPDX-License-Identifier: AGPL-3.0-or-later
 */

namespace OCA\TalkRelay\Talk;

use OCA\Talk\Model\Poll;
use OCA\Talk\Room;
use OCA\Talk\Service\PollService;
use OCP\AppFramework\Db\DoesNotExistException;

/** A message about a poll brings the poll along, as Talk's API gives it to somebody who has not voted. */
final class PollJson {
	public function __construct(
		private readonly PollService $polls,
	) {
	}

	/**
	 * @param array<string, array<string, mixed>> $parameters of the message
	 * @return array{poll?: array<string, mixed>}
	 */
	public function of(Room $room, array $parameters): array {
		foreach ($parameters as $parameter) {
			if (($parameter['type'] ?? '') === 'talk-poll') {
				return $this->poll($room, (int)($parameter['id'] ?? 0));
			}
		}
		return [];
	}

	/** @return array{poll?: array<string, mixed>} */
	private function poll(Room $room, int $id): array {
		try {
			$poll = $this->polls->getPoll($room->getId(), $id);
		} catch (DoesNotExistException) {
			return [];
		}
		/** @var array<string, mixed> $json */
		$json = $poll->getStatus() === Poll::STATUS_CLOSED ? $poll->renderAsPoll() : $poll->renderAsDraft();
		return ['poll' => $json];
	}
}
