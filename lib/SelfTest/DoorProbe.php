<?php

declare(strict_types=1);

/**
 * SPDX-FileCopyrightText: 2026 Talk Relay contributors
 * SPDX-License-Identifier: AGPL-3.0-or-later
 */

namespace OCA\TalkRelay\SelfTest;

use OCA\TalkRelay\Relay\Address;
use OCA\TalkRelay\Relay\Leases;
use OCA\TalkRelay\Relay\Sentence;
use OCA\TalkRelay\Relay\Signature;
use OCA\TalkRelay\Service\RelaySettings;
use OCP\AppFramework\Utility\ITimeFactory;
use OCP\Http\Client\IClientService;

/** Knocks at the app's own door from outside, signed as the relay signs: what answers is this very Nextcloud, or says why it is not. */
final class DoorProbe {
	public function __construct(
		private readonly IClientService $clients,
		private readonly RelaySettings $settings,
		private readonly Leases $leases,
		private readonly ITimeFactory $time,
	) {
	}

	public static function certificate(): string {
		return Sentence::of('its certificate is not trusted here (self-signed?).');
	}

	public static function silent(): string {
		return Sentence::of('no answer in time.');
	}

	/** Null: it works. */
	public function why(Address $address): ?string {
		$signature = Signature::of('GET', '/door/config', '', $this->leases->current()->generation ?? 0, $this->time->getTime());
		try {
			$response = $this->clients->newClient()->get(self::named($address) . '/index.php/apps/talk_relay/door/config', [
				'headers' => $signature->headers($this->settings->secret()) + ($address->host === '' ? [] : ['Host' => $address->host]),
				'timeout' => 6, 'connect_timeout' => 4, 'allow_redirects' => false, 'http_errors' => false,
				'nextcloud' => ['allow_local_address' => true],
			] + self::by($address));
		} catch (\Exception $error) {
			return $this->words($error->getMessage());
		}
		$answer = json_decode((string)$response->getBody(), true);
		return match (true) {
			// No relay has a lease yet, or another one got it since, or none is wanted: the signature was right all the same.
			isset($answer['revision']) || in_array($answer['error'] ?? '', ['superseded', 'off'], true) => null,
			($answer['error'] ?? '') === 'clock' => Sentence::of('a server with another time answers.'),
			($answer['error'] ?? '') === 'signature'
				=> Sentence::of('another Nextcloud with this app answers, or something on the way changes the request.'),
			$response->getHeader('Location') !== ''
				=> Sentence::of('it leads on to %s.', mb_substr($response->getHeader('Location'), 0, 100)),
			$response->getStatusCode() === 400 => Sentence::of('Nextcloud does not trust this name (trusted_domains in config.php).'),
			$response->getStatusCode() === 503 => Sentence::of('Nextcloud is in maintenance mode.'),
			default => Sentence::of('something else answers (HTTP %s).', $response->getStatusCode()),
		};
	}

	/** With TLS the certificate is to fit the name, not the address that is gone to. */
	private static function named(Address $address): string {
		return self::byName($address) ? preg_replace('~^https://[^/:]+(:\d+)?~', "https://{$address->host}", $address->url) ?? '' : $address->url;
	}

	/** @return array<string, mixed> */
	private static function by(Address $address): array {
		$parts = parse_url($address->url);
		$port = $parts['port'] ?? 443;
		return self::byName($address) && is_array($parts)
			? ['curl' => [CURLOPT_CONNECT_TO => [explode(':', $address->host)[0] . ":$port:" . ($parts['host'] ?? '') . ":$port"]]] : [];
	}

	private static function byName(Address $address): bool {
		return $address->host !== '' && str_starts_with($address->url, 'https://');
	}

	private function words(string $error): string {
		return match (true) {
			preg_match('/cURL error (35|51|58|60|77|83)\b/', $error) === 1 => self::certificate(),
			str_contains($error, 'cURL error 28') => self::silent(),
			str_contains($error, 'cURL error 6:') => Sentence::of('the name is unknown on this machine.'),
			str_contains($error, 'cURL error 7:') => Sentence::of('nothing listens there.'),
			default => mb_substr($error, 0, 200),
		};
	}
}
