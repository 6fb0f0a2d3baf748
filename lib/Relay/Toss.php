<?php

declare(strict_types=1);

/**
 * SPDX-FileCopyrightText: 2026 Talk Relay contributors
 * SPDX-License-Identifier: AGPL-3.0-or-later
 */

namespace OCA\TalkRelay\Relay;

/**
 * A request written into a socket without waiting for anything: connecting and writing never block. A Unix socket takes it at once or not
 * at all (nobody listens; the queue of one that hangs is full). By TCP to another machine, connecting takes a moment, for which a bounded
 * time is waited.
 */
final class Toss {
	/** Microseconds. */
	private const TCP_WAIT = 2_000;

	/**
	 * @param string $control a socket's path, or `host:port`
	 * @param array<string, string> $headers
	 * @return bool whether the system took all of it; not whether the relay did
	 */
	public static function at(string $control, string $path, array $headers, string $body): bool {
		$unix = str_starts_with($control, '/');
		$flags = STREAM_CLIENT_CONNECT | STREAM_CLIENT_ASYNC_CONNECT;
		// A refused connection is an ordinary answer here, which PHP tells as a warning.
		$socket = @stream_socket_client(($unix ? 'unix://' : 'tcp://') . $control, $code, $why, 0.0, $flags);
		if ($socket === false) {
			return false;
		}
		stream_set_blocking($socket, false);
		$text = self::request($unix ? 'localhost' : $control, $path, $headers, $body);
		$taken = ($unix || self::connected($socket)) && @fwrite($socket, $text) === strlen($text);
		fclose($socket);
		return $taken;
	}

	/** @param resource $socket */
	private static function connected($socket): bool {
		$read = $except = null;
		$write = [$socket];
		return stream_select($read, $write, $except, 0, self::TCP_WAIT) === 1 && stream_socket_get_name($socket, true) !== false;
	}

	/** @param array<string, string> $headers */
	private static function request(string $host, string $path, array $headers, string $body): string {
		$lines = [
			"POST $path HTTP/1.1", "Host: $host", 'Content-Type: application/json', 'Content-Length: ' . strlen($body), 'Connection: close',
		];
		foreach ($headers as $name => $value) {
			$lines[] = "$name: $value";
		}
		return implode("\r\n", $lines) . "\r\n\r\n" . $body;
	}
}
