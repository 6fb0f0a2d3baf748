<?php

declare(strict_types=1);

/**
 * SPDX-FileCopyrightText: 2026 Talk Relay contributors
 * SPDX-License-Identifier: AGPL-3.0-or-later
 */

namespace OCA\TalkRelay\Relay;

use OCA\TalkRelay\Service\RelaySettings;
use OCP\IConfig;
use OCP\IRequest;
use OCP\IURLGenerator;

/** The addresses at which the relay may reach this Nextcloud, best first. The relay tries them, and so does the self-test. */
final class Addresses {
	public function __construct(
		private readonly RelaySettings $settings,
		private readonly IConfig $config,
		private readonly IURLGenerator $urls,
		private readonly IRequest $request,
	) {
	}

	/** @return list<Address> */
	public function all(): array {
		$own = $this->settings->relayBase();
		$cli = $this->config->getSystemValueString('overwrite.cli.url');
		$public = \OC::$CLI ? '' : $this->urls->getAbsoluteURL('/');
		$found = [
			...($own === '' ? [] : [new Address($own, '', 'the address that the administrator set')]),
			...($cli === '' ? [] : [new Address($cli, '', 'overwrite.cli.url of config.php')]),
			...($public === '' ? [] : [new Address($public, '', 'the address of this request')]),
		];
		$host = $this->hostOf($cli !== '' ? $cli : $public);
		if ($own === '' && $host !== '') {
			$path = rtrim((string)parse_url($cli !== '' ? $cli : $public, PHP_URL_PATH), '/');
			$found[] = new Address("http://127.0.0.1$path", $host, 'this machine itself (127.0.0.1) with the right Host header');
		}
		$unique = [];
		foreach ($found as $address) {
			$unique[$address->url . ' ' . $address->host] ??= $address;
		}
		return array_values($unique);
	}

	/** Where a relay on another machine reaches this server: not by config.php's `localhost`, which is that machine there. */
	public function fromElsewhere(): string {
		$own = $this->settings->relayBase();
		return $own !== '' ? $own : $this->public();
	}

	/** What this server is called in people's ids and in pictures' addresses; the request's own where config.php says nothing. */
	public function public(): string {
		$cli = $this->config->getSystemValueString('overwrite.cli.url');
		return rtrim($cli !== '' && $this->hostOf($cli) !== 'localhost' ? $cli : $this->urls->getAbsoluteURL('/'), '/');
	}

	/** Name, with the port where it is not the usual one. */
	public function hostOf(string $url): string {
		$parts = parse_url($url);
		$port = $parts['port'] ?? null;
		$usual = ($parts['scheme'] ?? '') === 'https' ? 443 : 80;
		return strtolower((string)($parts['host'] ?? '')) . ($port === null || $port === $usual ? '' : ":$port");
	}
}
