<?php

declare(strict_types=1);

/**
 * SPDX-FileCopyrightText: 2026 Talk Relay contributors
 * SPDX-License-Identifier: AGPL-3.0-or-later
 */

namespace OCA\TalkRelay\Relay;

/**
 * The signature of every call between the app and its relay, either way (docs/DOOR.md "Signature").
 * Pure: time and nonce come in, so that it can be tested by tables.
 */
final readonly class Signature {
	public const TIME = 'X-Talk-Relay-Time';
	public const NONCE = 'X-Talk-Relay-Nonce';
	public const GENERATION = 'X-Talk-Relay-Generation';
	public const BODY = 'X-Talk-Relay-Body';
	public const SIGNATURE = 'X-Talk-Relay-Signature';

	/**
	 * @param string $path with query, as docs/DOOR.md counts it: `/door/outbox?limit=200`
	 * @param string $body SHA-256 of the body in hex
	 */
	public function __construct(
		public string $method,
		public string $path,
		public int $time,
		public string $nonce,
		public int $generation,
		public string $body,
	) {
	}

	/** Of a call that we make. */
	public static function of(string $method, string $path, string $body, int $generation, int $time): self {
		return new self($method, $path, $time, bin2hex(random_bytes(16)), $generation, hash('sha256', $body));
	}

	/** 64 hex digits. */
	public function sign(#[\SensitiveParameter] string $secret): string {
		$lines = [$this->method, $this->path, (string)$this->time, $this->nonce, (string)$this->generation, $this->body];
		return hash_hmac('sha256', implode("\n", $lines), $secret);
	}

	/** Constant in time. Nothing fits a secret that is not set. */
	public function fits(#[\SensitiveParameter] string $secret, string $signature): bool {
		return preg_match('/^[0-9a-f]{64}$/', $secret) === 1 && hash_equals($this->sign($secret), $signature);
	}

	/** @return array<string, string> */
	public function headers(#[\SensitiveParameter] string $secret): array {
		return [
			self::TIME => (string)$this->time,
			self::NONCE => $this->nonce,
			self::GENERATION => (string)$this->generation,
			self::BODY => $this->body,
			self::SIGNATURE => $this->sign($secret),
		];
	}
}
