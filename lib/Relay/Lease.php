<?php

declare(strict_types=1);

/**
 * SPDX-FileCopyrightText: 2026 Talk Relay contributors
 * SPDX-License-Identifier: AGPL-3.0-or-later
 */

namespace OCA\TalkRelay\Relay;

/** The one relay that may speak with this server now. */
final readonly class Lease {
	/**
	 * @param string $relay random and new at each start
	 * @param string $control where its control door is: a socket's path, or `host:port`
	 * @param int $since seconds since 1970, as `$seen`
	 */
	public function __construct(
		public int $generation,
		public string $relay,
		public string $version,
		public string $node,
		public int $pid,
		public string $host,
		public string $control,
		public int $since,
		public int $seen,
	) {
	}

	/** @param array<string, mixed> $row */
	public static function fromRow(array $row): self {
		return new self(
			(int)$row['generation'], (string)$row['relay'], (string)$row['version'], (string)$row['node'], (int)$row['pid'],
			(string)$row['host'], (string)$row['control'], (int)$row['since_at'], (int)$row['seen_at'],
		);
	}
}
