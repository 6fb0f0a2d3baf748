<?php

declare(strict_types=1);

/**
 * SPDX-FileCopyrightText: 2026 Talk Relay contributors
 * SPDX-License-Identifier: AGPL-3.0-or-later
 */

namespace OCA\TalkRelay\Door;

/** A remote person, as stored for one conversation. */
final readonly class KnownPerson {
	public function __construct(
		/** Of the row. */
		public int $row,
		public string $id,
		public string $name,
		public ?string $avatar,
		/** In the room on the other side now. */
		public bool $present,
		/** Shut out of this conversation by a moderator here. */
		public bool $blocked,
		/** The room they were last seen in; 0: they spoke, and no room's people named them yet. */
		public int $member,
	) {
	}
}
