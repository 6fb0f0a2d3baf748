<?php

declare(strict_types=1);

/**
 * SPDX-FileCopyrightText: 2026 Talk Relay contributors
 * SPDX-License-Identifier: AGPL-3.0-or-later
 */

namespace OCA\TalkRelay\Relay;

/** While the relay is switched off. */
final class NullClient implements Client {
	public function poke(array $rows = []): void {
	}

	public function reload(): void {
	}

	public function call(string $method, string $path, ?array $body = null, float $seconds = 3.0): array {
		throw new Unreachable(Sentence::of('The relay is switched off'));
	}
}
