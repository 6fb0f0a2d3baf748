<?php

declare(strict_types=1);

/**
 * SPDX-FileCopyrightText: 2026 Talk Relay contributors
 * SPDX-License-Identifier: AGPL-3.0-or-later
 */

namespace OCA\TalkRelay\Service;

use OCP\IConfig;
use OCP\Security\IRemoteHostValidator;

/** Which other servers may be connected to. Checked when something is saved; the relay checks each connection again. */
final class Hosts {
	public function __construct(
		private readonly RelaySettings $settings,
		private readonly IRemoteHostValidator $validator,
		private readonly IConfig $config,
	) {
	}

	/**
	 * A server's address as people write it, made whole: `https://` where nothing stands, no slash at the end, none of Nextcloud's own
	 * paths.
	 *
	 * @throws Invalid with what to write instead
	 */
	public function address(string $written, string $field): string {
		$text = trim($written);
		$url = preg_match('#^[a-z][a-z0-9+.-]*://#i', $text) === 1 ? $text : "https://$text";
		$parts = parse_url($url);
		$scheme = strtolower((string)($parts['scheme'] ?? ''));
		$host = (string)($parts['host'] ?? '');
		if (strlen($url) > 255 || !in_array($scheme, ['http', 'https'], true)
			|| preg_match('/^(\[[0-9a-f:.]+\]|[\p{L}\p{N}._-]+)$/iu', $host) !== 1) {
			throw Invalid::one($field, Text::of('This is not the address of a server. Write it like https://cloud.example.org'));
		}
		if (isset($parts['user']) || isset($parts['pass'])) {
			throw Invalid::one($field, Text::of('Write the address without a name or password in it.'));
		}
		$this->check($scheme, $host, $field);
		$path = preg_replace('#/(index\.php|login|apps|call|status\.php|ocs|remote\.php)(/.*)?$#', '', (string)($parts['path'] ?? ''))
			?? '';
		if (preg_match('#^[\p{L}\p{N}/._~%-]*$#u', $path) !== 1) {
			throw Invalid::one($field, Text::of('This is not the address of a server. Write it like https://cloud.example.org'));
		}
		return "$scheme://" . mb_strtolower($host) . (isset($parts['port']) ? ':' . $parts['port'] : '') . rtrim($path, '/');
	}

	/** The host of an address, its port where it is not the usual one. */
	public static function nameOf(string $url): string {
		$parts = parse_url($url);
		$usual = ($parts['scheme'] ?? 'https') === 'https' ? 443 : 80;
		$port = $parts['port'] ?? $usual;
		return mb_strtolower((string)($parts['host'] ?? '')) . ($port === $usual ? '' : ":$port");
	}

	/**
	 * `*.example.org` stands for every name under it.
	 *
	 * @param list<string> $patterns
	 */
	public static function matches(string $host, array $patterns): bool {
		$name = self::plain($host);
		foreach ($patterns as $pattern) {
			$wanted = str_starts_with($pattern, '*.') ? '*.' . self::plain(substr($pattern, 2)) : self::plain($pattern);
			if ($name === $wanted || (str_starts_with($wanted, '*.') && str_ends_with($name, substr($wanted, 1)))) {
				return true;
			}
		}
		return false;
	}

	/** Throws nothing: for an address that is not a person's to write. */
	public function allows(string $host): bool {
		$allowed = $this->settings->allowedHosts();
		return !self::matches($host, $this->settings->refusedHosts()) && ($allowed === [] || self::matches($host, $allowed));
	}

	/** `Müller.example.` and `xn--mller-kva.example` are one. */
	private static function plain(string $host): string {
		$name = rtrim(mb_strtolower($host), '.');
		// Of nothing PHP 8.4 makes an error.
		$ascii = $name !== '' && function_exists('idn_to_ascii') ? idn_to_ascii($name, IDNA_NONTRANSITIONAL_TO_ASCII, INTL_IDNA_VARIANT_UTS46) : false;
		return $ascii === false ? $name : $ascii;
	}

	private function check(string $scheme, string $host, string $field): void {
		$allowed = $this->settings->allowedHosts();
		$why = match (true) {
			!$this->validator->isValid($host) => Text::of('Nextcloud may not connect to this address (allow_local_remote_servers in config.php).'),
			self::matches($host, $this->settings->refusedHosts()) => Text::of('The administrator does not allow connections to this server.'),
			$allowed !== [] && !self::matches($host,
				$allowed) => Text::of('The administrator allows connections to certain servers only, and this is none of them.'),
			$scheme === 'http' && !$this->config->getSystemValueBool('allow_local_remote_servers') => Text::of('A password may not go over an unencrypted connection: write https://'),
			default => null,
		};
		if ($why !== null) {
			throw Invalid::one($field, $why);
		}
	}
}
