<?php

declare(strict_types=1);

/**
 * SPDX-FileCopyrightText: 2026 Talk Relay contributors
 * SPDX-License-Identifier: AGPL-3.0-or-later
 */

namespace OCA\TalkRelay\Door;

use OCA\TalkRelay\Talk\OpenRooms;
use OCA\TalkRelay\Talk\SharedFiles;
use OCP\AppFramework\Http;

/** A file comes in, as the body of a call. */
final class Uploads {
	public function __construct(
		private readonly OpenRooms $rooms,
		private readonly SharedFiles $files,
	) {
	}

	/**
	 * @param string $hash SHA-256 in hex that the body was announced with
	 * @return string the handle
	 * @throws Shut
	 */
	public function take(string $token, string $key, string $name, int $size, string $hash): string {
		$body = fopen('php://input', 'rb');
		if ($body === false) {
			throw Shut::bad('body', 'The body could not be read');
		}
		try {
			$this->rooms->enter($token);
			return $this->files->store($this->rooms->toPost($this->rooms->get($token)), $key, $name, $size, $body, $hash);
		} catch (Verdict $e) {
			throw new Shut(Http::STATUS_FORBIDDEN, $e->verdict, $e->getMessage());
		} catch (\UnexpectedValueException $e) {
			throw Shut::bad('body', $e->getMessage());
		}
	}
}
