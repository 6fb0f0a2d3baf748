<?php

declare(strict_types=1);

/**
 * SPDX-FileCopyrightText: 2026 Talk Relay contributors
 * SPDX-License-Identifier: AGPL-3.0-or-later
 */

namespace OCA\TalkRelay\Relay;

/** One call of the control door whose answer is waited for. By curl, which Nextcloud requires and which can speak by a Unix socket. */
final readonly class Exchange {
	/** Seconds. */
	private const CONNECT = 1.0;

	/** @param string $control a socket's path, or `host:port` */
	public function __construct(
		private string $control,
		private float $seconds,
	) {
	}

	/**
	 * @param array<string, string> $headers
	 * @return array<array-key, mixed>
	 * @throws Unreachable
	 * @throws Refused
	 */
	public function run(string $method, string $path, string $body, array $headers): array {
		$unix = str_starts_with($this->control, '/');
		$handle = curl_init('http://' . ($unix ? 'localhost' : $this->control) . $path);
		if ($handle === false) {
			throw new Unreachable(Sentence::of('curl could not be started'));
		}
		curl_setopt_array($handle, [
			CURLOPT_CUSTOMREQUEST => $method,
			CURLOPT_RETURNTRANSFER => true,
			CURLOPT_TIMEOUT_MS => (int)($this->seconds * 1000),
			CURLOPT_CONNECTTIMEOUT_MS => (int)(min(self::CONNECT, $this->seconds) * 1000),
			// No proxy, no redirect: the relay is next door.
			CURLOPT_PROXY => '',
			CURLOPT_HTTPHEADER => $this->lines($headers, $body),
		] + ($body === '' ? [] : [CURLOPT_POSTFIELDS => $body]) + ($unix ? [CURLOPT_UNIX_SOCKET_PATH => $this->control] : []));
		$answer = curl_exec($handle);
		if (!is_string($answer)) {
			throw new Unreachable(curl_error($handle));
		}
		return $this->read((int)curl_getinfo($handle, CURLINFO_RESPONSE_CODE), $answer);
	}

	/** @return array<array-key, mixed> */
	private function read(int $status, string $answer): array {
		/** @var mixed $json */
		$json = $answer === '' ? [] : json_decode($answer, true);
		if (!is_array($json)) {
			throw new Unreachable(Sentence::of('The relay\'s answer is not readable (HTTP %s)', $status));
		}
		if ($status >= 400) {
			$word = is_string($json['error'] ?? null) ? $json['error'] : 'failed';
			throw new Refused($status, $word, is_string($json['message'] ?? null) ? $json['message'] : $word);
		}
		return $json;
	}

	/**
	 * @param array<string, string> $headers
	 * @return list<string>
	 */
	private function lines(array $headers, string $body): array {
		$lines = $body === '' ? [] : ['Content-Type: application/json'];
		foreach ($headers as $name => $value) {
			$lines[] = "$name: $value";
		}
		return $lines;
	}
}
