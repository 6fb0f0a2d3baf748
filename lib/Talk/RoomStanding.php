<?php

declare(strict_types=1);

/**
 * SPDX-FileCopyrightText: 2026 Talk Relay contributors
 * SPDX-License-Identifier: AGPL-3.0-or-later
 */

namespace OCA\TalkRelay\Talk;

/** What a conversation is, and what somebody is in it. */
final readonly class RoomStanding {
	public function __construct(
		public string $token,
		public string $name,
		/** A group or public conversation, and not one that belongs to a file, a share or a call. */
		public bool $ordinary,
		/** It stands on another server, and is shown here through Talk's own federation. */
		public bool $remote,
		/** Talk 25: may not leave this server. */
		public bool $classified,
		public bool $breakout,
		/** Is in it. */
		public bool $participant,
		/** Owner or moderator; a guest who was made a moderator is none. */
		public bool $moderator,
	) {
	}
}
