<?php

declare(strict_types=1);

/**
 * SPDX-FileCopyrightText: 2026 Talk Relay contributors
 * SPDX-License-Identifier: AGPL-3.0-or-later
 */

namespace OCA\TalkRelay\Model;

/** A stored login on a network. Its secrets are not in it: `Service\Secrets` opens them, for the relay alone. */
final readonly class Account {
	/**
	 * @param ?string $owner a user's id; null: the administrator's, shared with all moderators
	 * @param array<string, string|int|float|bool> $settings by the names of the network's fields, secrets left out
	 * @param string $sealed the secrets, encrypted
	 * @param list<string> $set which secrets are there
	 */
	public function __construct(
		public int $id,
		public ?string $owner,
		public string $network,
		public string $label,
		public array $settings,
		#[\SensitiveParameter]
		public string $sealed,
		public array $set,
		/** Milliseconds since 1970. */
		public int $createdAt,
	) {
	}

	public function shared(): bool {
		return $this->owner === null;
	}

	/** As the relay knows it: `nctalk.17`. */
	public function name(): string {
		return "$this->network.$this->id";
	}

	public function text(string $setting): string {
		return (string)($this->settings[$setting] ?? '');
	}
}
