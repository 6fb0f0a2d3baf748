<?php

declare(strict_types=1);

/**
 * SPDX-FileCopyrightText: 2026 Talk Relay contributors
 * SPDX-License-Identifier: AGPL-3.0-or-later
 */

namespace OCA\TalkRelay\Model;

/** A room in a gateway. `account` 0: the conversation of this server itself. */
final readonly class Member {
	public const DIRECTIONS = ['in', 'out', 'inout'];

	public function __construct(
		public int $id,
		public int $gateway,
		public int $account,
		public string $address,
		/** The room's name there, as far as it is known. */
		public string $label,
		/** @var 'in'|'out'|'inout' */
		public string $direction,
		public string $nickFormat,
		/** @var 'given'|'asked'|'paused'|'stopped' */
		public string $consent,
		public string $createdBy,
		/** Milliseconds since 1970. */
		public int $createdAt,
	) {
	}

	public function local(): bool {
		return $this->account === 0;
	}
}
