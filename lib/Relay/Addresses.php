<?php

declare(strict_types=1);

/**
 * SPDX-FileCopyrightText: 2026 Talk Relay contributors
 * SPDX-License-Identifier: AGPL-3.0-or-later
 */

namespace OCA\TalkRelay\Relay;

use OCA\TalkRelay\Service\RelaySettings;
use OCP\IConfig;
use OCP\IURLGenerator;

/** The addresses at which the relay may reach this Nextcloud, best first. The relay tries them, and so does the self-test. */
final class Addresses {
	public function __construct(
		private readonly RelaySettings $settings,
		private readonly IConfig $config,
		private readonly IURLGenerator $urls,
	) {
	}

	/**
	 * The same whoever asks, so that a relay started by cron looks where one started by a click does.
	 *
	 * @return list<Address>
	 */
	public function all(): array {
		$own = $this->settings->relayBase();
		$cli = $this->config->getSystemValueString('overwrite.cli.url');
		$public = $this->known();
		$found = [
			...($own === '' ? [] : [new Address($own, '', 'the address that the administrator set')]),
			...($cli === '' ? [] : [new Address($cli, '', 'overwrite.cli.url of config.php')]),
			...($public === '' ? [] : [new Address($public, '', 'the address at which people use it')]),
			...($own === '' ? $this->loopback($public === '' ? $cli : $public) : []),
		];
		$unique = [];
		foreach ($found as $address) {
			$unique[$address->argument()] ??= $address;
		}
		return array_values($unique);
	}

	/** Where a relay on another machine reaches this server: not by config.php's `localhost`, which is that machine there. */
	public function fromElsewhere(): string {
		$own = $this->settings->relayBase();
		return $own !== '' ? $own : $this->public();
	}

	/** What this server is called in people's ids and in pictures' addresses. */
	public function public(): string {
		$known = $this->known();
		return rtrim($known !== '' ? $known : $this->urls->getAbsoluteURL('/'), '/');
	}

	/**
	 * Where config.php does not say how people reach this server, the first of them who switches the relay on or joins a conversation does, and for good: it stands in
	 * people's ids, and by it the relay knows what it has carried.
	 */
	public function remember(): void {
		if (!\OC::$CLI && $this->known() === '') {
			$this->settings->rememberPublicBase(rtrim($this->urls->getAbsoluteURL('/'), '/'));
		}
	}

	/** Empty where nobody said. */
	private function known(): string {
		$cli = $this->config->getSystemValueString('overwrite.cli.url');
		// What the installer writes when it is run by a command.
		return $cli !== '' && (string)parse_url($cli, PHP_URL_HOST) !== 'localhost' ? $cli : $this->settings->publicBase();
	}

	/**
	 * This machine itself, by the name it is reached by: where the router does not lead it back to itself. Another program may take TLS
	 * off on the way, then without it.
	 *
	 * @return list<Address>
	 */
	private function loopback(string $base): array {
		$parts = parse_url($base);
		$host = $this->hostOf($base);
		if (!is_array($parts) || $host === '') {
			return [];
		}
		$path = rtrim($parts['path'] ?? '', '/');
		$port = isset($parts['port']) ? ":{$parts['port']}" : '';
		$from = 'this machine itself (127.0.0.1) with the right Host header';
		return [
			...(($parts['scheme'] ?? '') === 'https' ? [new Address("https://127.0.0.1$port$path", $host, $from)] : []),
			...($port !== '' && ($parts['scheme'] ?? '') === 'http' ? [new Address("http://127.0.0.1$port$path", $host, $from)] : []),
			new Address("http://127.0.0.1$path", $host, $from),
		];
	}

	/** Name, with the port where it is not the usual one. */
	public function hostOf(string $url): string {
		$parts = parse_url($url);
		$port = $parts['port'] ?? null;
		$usual = ($parts['scheme'] ?? '') === 'https' ? 443 : 80;
		return strtolower((string)($parts['host'] ?? '')) . ($port === null || $port === $usual ? '' : ":$port");
	}
}
