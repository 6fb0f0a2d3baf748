<?php

declare(strict_types=1);

/**
 * SPDX-FileCopyrightText: 2026 Talk Relay contributors
 * SPDX-License-Identifier: AGPL-3.0-or-later
 */

namespace OCA\TalkRelay\Door;

/** A stream that is hashed while somebody else reads it to its end. */
final class HashedStream {
	private const FILTER = 'talk_relay.hash';
	private readonly \HashContext $hash;

	/** @param resource $stream */
	public function __construct(
		private $stream,
	) {
		$this->hash = hash_init('sha256');
		if (!in_array(self::FILTER, stream_get_filters(), true)) {
			stream_filter_register(self::FILTER, HashFilter::class);
		}
		stream_filter_append($stream, self::FILTER, STREAM_FILTER_READ, $this->hash);
	}

	/** @return resource */
	public function stream() {
		return $this->stream;
	}

	/** SHA-256 in hex of what was read. Once. */
	public function hash(): string {
		return hash_final($this->hash);
	}
}
