<?php

declare(strict_types=1);

/**
 * SPDX-FileCopyrightText: 2026 Talk Relay contributors
 * SPDX-License-Identifier: AGPL-3.0-or-later
 */

namespace OCA\TalkRelay\Relay;

/** One way to reach this Nextcloud. */
final class Address {
	public readonly string $url;

	public function __construct(
		string $url,
		/** The Host header to send; empty: the address's own. */
		public readonly string $host,
		/** Where it comes from, in words. */
		public readonly string $from,
	) {
		$this->url = rtrim($url, '/');
	}

	/** As the relay's command line takes it: `http://127.0.0.1#nube.example` names the Host header after the `#`. */
	public function argument(): string {
		return $this->url . ($this->host === '' ? '' : '#' . $this->host);
	}
}
