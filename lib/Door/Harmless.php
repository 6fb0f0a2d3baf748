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
 * text by a character that nobody sees. The relay does so, too; this is the second lock.
 */
final class Harmless {
	/** WORD JOINER */
	private const JOINER = "\u{2060}";
	/** Code, in which Talk sees no mentions; or a mention: quoted, or bare. */
	private const PIECES = '/^```.*?(?:^```|\z)|^~~~.*?(?:^~~~|\z)|`[^`\n]*`|@("[^"\n]*"|[a-z0-9_\-@.\']+)/ims';

	public function __construct(
		private readonly FederatedRooms $rooms,
		private readonly IUserManager $users,
	) {
	}

	/** @param string $token of the conversation, for what its moderators allowed; empty: nothing is allowed */
	public function text(string $token, string $text): string {
		if (!str_contains($text, '@')) {
			return $text;
		}
		return (string)preg_replace_callback(self::PIECES, fn (array $found): string => $this->piece($token, $found), $text);
	}

	/** @param array<int, string> $found */
	private function piece(string $token, array $found): string {
		if (!isset($found[1])) {
			return $found[0];
		}
		$quoted = str_starts_with($found[1], '"');
		$id = trim($found[1], '"');
		$harmful = match (true) {
			strcasecmp($id, 'all') === 0 => $token === '' || !$this->rooms->mentionsEveryone($token),
			preg_match('#^(federated_)?(group|team)/#i', $id) === 1 => $quoted,
			$token === '' => true,
			default => !$quoted && $this->users->userExists($id),
		};
		return $harmful ? '@' . self::JOINER . $found[1] : $found[0];
	}
}
