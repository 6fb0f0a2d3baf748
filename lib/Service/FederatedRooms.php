<?php

declare(strict_types=1);

/**
 * SPDX-FileCopyrightText: 2026 Talk Relay contributors
 * SPDX-License-Identifier: AGPL-3.0-or-later
 */

namespace OCA\TalkRelay\Service;

/** Which conversations are federated. Asked on every message of every conversation, so it must cost no query. */
interface FederatedRooms {
	/** From a memory cache. Right at once on the web head that changes it, and on all within a second. */
	public function isFederated(string $token): bool;

	/** `@all` of the other side may notify everybody here: what a moderator allowed. Asked for texts with such a mention only. */
	public function mentionsEveryone(string $token): bool;

	/** @return list<string> tokens of all federated conversations, from the database */
	public function tokens(): array;
}
