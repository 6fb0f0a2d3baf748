<?php

declare(strict_types=1);

/**
 * SPDX-FileCopyrightText: 2026 Talk Relay contributors
 * SPDX-License-Identifier: AGPL-3.0-or-later
 */

namespace OCA\TalkRelay\Door;

use OCA\TalkRelay\Service\FederatedRooms;
use OCP\IUserManager;

/**
 * Nobody is woken by accident: the relay writes the mentions that are meant as `@"…"`; whatever else Talk would take for one is made mere
 * text. The relay does so, too; this is the second lock.
 */
final class Harmless {
	public function __construct(
		private readonly FederatedRooms $rooms,
		private readonly IUserManager $users,
	) {
	}

	/** Of a remote person. */
	public function text(string $token, string $text): string {
		return Mentions::disarm($text, fn (string $id, bool $quoted): bool => match (true) {
			strcasecmp($id, 'all') === 0 => !$this->rooms->mentionsEveryone($token),
			preg_match('#^(federated_)?(group|team)/#i', $id) === 1 => $quoted,
			default => !$quoted && $this->users->userExists($id),
		});
	}

	/** Of the relay itself: it calls nobody. */
	public function notice(string $text): string {
		return Mentions::disarm($text, static fn (): bool => true);
	}
}
