<?php

declare(strict_types=1);

/**
 * SPDX-FileCopyrightText: 2026 Talk Relay contributors
 * SPDX-License-Identifier: AGPL-3.0-or-later
 */

namespace OCA\TalkRelay\Relay;

/** The control door's caller (docs/DOOR.md "The control door"). */
interface Client {
	/**
	 * Hands rows of the outbox over, or asks the relay to look into it. Never waits, never throws: a relay that is away, hangs or is
	 * overrun costs the caller nothing, and finds the rows in the outbox.
	 *
	 * @param list<array{id: int, token: string, kind: string, body: mixed}> $rows
	 */
	public function poke(array $rows = []): void;

	/** Tells the relay that the configuration changed; as a poke, without waiting. */
	public function reload(): void;

	/**
	 * An ordinary call that waits for its answer.
	 *
	 * @param string $path with query: `/relay/log?lines=100`
	 * @param array<array-key, mixed>|null $body sent as JSON
	 * @param float $seconds after which it is given up
	 * @return array<array-key, mixed> the answer's JSON
	 * @throws Unreachable when there is no relay, or none that answers in time
	 * @throws Refused when it answers with an error
	 */
	public function call(string $method, string $path, ?array $body = null, float $seconds = 3.0): array;
}
