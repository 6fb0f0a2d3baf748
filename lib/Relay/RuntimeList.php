<?php

declare(strict_types=1);

/**
 * SPDX-FileCopyrightText: 2026 Talk Relay contributors
 * SPDX-License-Identifier: AGPL-3.0-or-later
 */

namespace OCA\TalkRelay\Relay;

/**
 * Which packages of Node.js are right: runtime.json beside this file, which `make runtime` writes. So the app that a person installed
 * vouches for what it fetches.
 */
final class RuntimeList {
	private const NAMES = ['x86_64' => 'x64', 'amd64' => 'x64', 'aarch64' => 'arm64', 'arm64' => 'arm64'];

	public function __construct(
		private readonly string $file,
		/** As the system calls it: `x86_64`. */
		private readonly string $machine,
		/** It has musl in place of glibc, as Alpine does. */
		private readonly bool $musl,
	) {
	}

	public static function ofThisMachine(): self {
		return new self(__DIR__ . '/runtime.json', php_uname('m'), self::runsOnMusl());
	}

	/** What PHP itself runs on; a Debian may have musl beside its glibc. */
	private static function runsOnMusl(): bool {
		$loaded = is_readable('/proc/self/maps') ? (string)file_get_contents('/proc/self/maps') : '';
		return $loaded === '' ? (glob('/lib/ld-musl-*') ?: []) !== [] : str_contains($loaded, '/ld-musl-');
	}

	/** `24.21.0`: the version that this app was made with. */
	public function version(): string {
		return (string)($this->list()['version'] ?? '');
	}

	/**
	 * The one for this machine.
	 *
	 * @return array{url: string, sha256: string}
	 * @throws CannotStart where there is none
	 */
	public function package(): array {
		$package = $this->list()['packages'][self::NAMES[$this->machine] ?? $this->machine] ?? null;
		if (!is_array($package) || $this->musl) {
			throw new CannotStart(
				Sentence::of('There is no runtime package for this machine (%s).', $this->machine . (is_array($package) ? ', Alpine' : '')),
				Sentence::of('Install Node.js %s or newer on it, or run the relay in a container and choose “Elsewhere” under “Where the relay runs”.', NodeFinder::OLDEST),
			);
		}
		return ['url' => (string)($package['url'] ?? ''), 'sha256' => (string)($package['sha256'] ?? '')];
	}

	/** @return array<string, mixed> */
	private function list(): array {
		$list = json_decode((string)file_get_contents($this->file), true);
		return is_array($list) ? $list : [];
	}
}
