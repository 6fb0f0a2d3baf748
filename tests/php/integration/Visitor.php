<?php

declare(strict_types=1);

/**
 * SPDX-FileCopyrightText: 2026 Talk Relay contributors
 * SPDX-License-Identifier: AGPL-3.0-or-later
 */

namespace OCA\TalkRelay\Tests\integration;

use OCA\TalkRelay\Relay\Signature;
use OCA\TalkRelay\Service\RelaySettings;
use OCP\IConfig;
use OCP\Server;

/** Comes to the door as the relay does, over HTTP. */
final class Visitor {
	public int $generation = 0;

	/** @return array<array-key, mixed> */
	public function lease(): array {
		$lease = $this->call('POST', '/door/lease', ['relay' => bin2hex(random_bytes(8)), 'version' => 'test', 'node' => 'none', 'pid' => getmypid(),
			'host' => 'test', 'control' => '/nowhere.sock'])[1];
		$this->generation = (int)$lease['generation'];
		return $lease;
	}

	/**
	 * @param array<string, mixed>|string|null $body a string is a file
	 * @param array<string, string> $forged headers in place of the right ones
	 * @return array{int, array<array-key, mixed>|string} status and answer
	 */
	public function call(string $method, string $path, array|string|null $body = null, array $forged = []): array {
		$text = is_array($body) ? json_encode((object)$body, JSON_THROW_ON_ERROR) : (string)$body;
		$headers = Signature::of($method, $path, $text, $this->generation, time())->headers(Server::get(RelaySettings::class)->secret());
		return $this->send($method, $path, $text, $forged + $headers + ($body === null ? [] : [
			'Content-Type' => is_string($body) ? 'application/octet-stream' : 'application/json',
		]));
	}

	/**
	 * @param array<string, string> $headers
	 * @return array{int, array<array-key, mixed>|string}
	 */
	public function send(string $method, string $path, string $text, array $headers): array {
		$base = Server::get(IConfig::class)->getSystemValueString('overwrite.cli.url');
		$handle = curl_init("$base/index.php/apps/talk_relay$path");
		assert($handle !== false);
		curl_setopt_array($handle, [CURLOPT_CUSTOMREQUEST => $method, CURLOPT_RETURNTRANSFER => true,
			CURLOPT_HTTPHEADER => array_map(static fn (string $name, string $value): string => "$name: $value", array_keys($headers), $headers)]
			+ ($text === '' ? [] : [CURLOPT_POSTFIELDS => $text]));
		$answer = (string)curl_exec($handle);
		$json = json_decode($answer, true);
		return [(int)curl_getinfo($handle, CURLINFO_RESPONSE_CODE), is_array($json) ? $json : $answer];
	}
}
