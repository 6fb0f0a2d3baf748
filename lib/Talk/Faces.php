<?php

declare(strict_types=1);

/**
 * SPDX-FileCopyrightText: 2026 Talk Relay contributors
 * SPDX-License-Identifier: AGPL-3.0-or-later
 */

namespace OCA\TalkRelay\Talk;

use OCA\Talk\Room;
use OCA\Talk\Service\AvatarService;
use OCA\TalkRelay\Door\FaceStore;
use OCA\TalkRelay\Door\People;
use OCP\AppFramework\Http;
use OCP\AppFramework\Http\FileDisplayResponse;
use OCP\AppFramework\Http\Response;

/** Remote people's pictures, in place of Talk's proxy, which gives none while Talk's own federation is off. */
final class Faces {
	private const DAY = 86_400;
	private const QUARTER = 900;

	public function __construct(
		private readonly People $people,
		private readonly FaceStore $store,
		private readonly AvatarService $avatars,
	) {
	}

	/** Null: nobody of ours. */
	public function instead(Room $room, string $cloudId, bool $dark): ?Response {
		// Clients write `laura@https://nube.example` at times.
		$id = rtrim((string)preg_replace('#@https?://#', '@', $cloudId), '/');
		$person = $this->people->find($room->getToken(), $id);
		if ($person === null) {
			return null;
		}
		$face = $person->avatar === null ? null : $this->store->get($person->avatar);
		$file = $face ?? $this->avatars->getPersonPlaceholder($dark);
		$response = new FileDisplayResponse($file, Http::STATUS_OK, ['Content-Type' => $file->getMimeType()]);
		$response->cacheFor($face === null ? self::QUARTER : self::DAY, false, true);
		return $response;
	}
}
