<?php

declare(strict_types=1);

/**
 * SPDX-FileCopyrightText: 2026 Talk Relay contributors
 * SPDX-License-Identifier: AGPL-3.0-or-later
 */

namespace OCA\TalkRelay\Service;

use OCP\Security\ICrypto;

/** Passwords at rest, encrypted with Nextcloud's own key. What is opened goes to the relay and nowhere else. */
final class Secrets {
	public function __construct(
		private readonly ICrypto $crypto,
	) {
	}

	/** @param array<string, string> $secrets by their fields' names */
	public function seal(#[\SensitiveParameter] array $secrets): string {
		return $this->crypto->encrypt(json_encode((object)$secrets, JSON_THROW_ON_ERROR));
	}

	/**
	 * Nothing where they can't be opened any more: the server's own secret was changed.
	 *
	 * @return array<string, string>
	 */
	public function open(#[\SensitiveParameter] string $sealed): array {
		try {
			return array_map(strval(...), (array)json_decode($this->crypto->decrypt($sealed), true));
		} catch (\Exception) {
			return [];
		}
	}
}
