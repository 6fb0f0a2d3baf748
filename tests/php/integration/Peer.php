<?php

declare(strict_types=1);

/**
 * SPDX-FileCopyrightText: 2026 Talk Relay contributors
 * SPDX-License-Identifier: AGPL-3.0-or-later
 */

namespace OCA\TalkRelay\Tests\integration;

use OCA\TalkRelay\Relay\Files;

/** Another server on this machine, that answers what a test tells it to. */
final class Peer {
	private function __construct(
		public readonly string $url,
		private readonly string $folder,
		/** @var resource */
		private readonly mixed $process,
	) {
	}

	public static function open(): self {
		$folder = sys_get_temp_dir() . '/talk-relay-peer-' . bin2hex(random_bytes(6));
		mkdir($folder, 0700);
		$port = self::freePort();
		$pipes = [];
		$process = proc_open([PHP_BINARY, '-S', "127.0.0.1:$port", __DIR__ . '/peer.php'],
			[['file', '/dev/null', 'r'], ['file', '/dev/null', 'w'], ['file', '/dev/null', 'w']], $pipes, $folder, ['PEER_FOLDER' => $folder]);
		assert(is_resource($process));
		for ($try = 0; $try < 100 && @fsockopen('127.0.0.1', $port) === false; $try++) {
			usleep(50_000);
		}
		return new self("http://127.0.0.1:$port", $folder, $process);
	}

	/** One at which nothing listens. */
	public static function freePort(): int {
		$socket = stream_socket_server('tcp://127.0.0.1:0');
		assert($socket !== false);
		$name = (string)stream_socket_get_name($socket, false);
		fclose($socket);
		return (int)substr($name, strrpos($name, ':') + 1);
	}

	/**
	 * @param array<string, string> $headers
	 * @param int $pause microseconds after each byte
	 * @return string the address
	 */
	public function answers(string $path, string $body, array $headers = [], int $status = 200, int $pause = 0): string {
		file_put_contents("$this->folder/" . sha1($path) . '.body', $body);
		file_put_contents("$this->folder/" . sha1($path), json_encode(['status' => $status, 'headers' => $headers, 'pause' => $pause], JSON_THROW_ON_ERROR));
		return $this->url . $path;
	}

	/** How often this was asked for. */
	public function asked(string $path): int {
		return count(array_keys(explode("\n", (string)@file_get_contents("$this->folder/asked")), $path, true));
	}

	public function close(): void {
		proc_terminate($this->process);
		proc_close($this->process);
		Files::remove($this->folder);
	}
}
