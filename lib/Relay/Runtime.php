<?php

declare(strict_types=1);

/**
 * SPDX-FileCopyrightText: 2026 Talk Relay contributors
 * SPDX-License-Identifier: AGPL-3.0-or-later
 */

namespace OCA\TalkRelay\Relay;

use OCP\Http\Client\IClientService;
use OCP\ITempManager;

/**
 * Our own package of Node.js, for machines that have none that will do: made by `make runtime`, one an architecture. Which versions and
 * checksums are right stands in runtime.json beside this file, so the app that a person installed vouches for what it fetches.
 */
final class Runtime {
	public function __construct(
		private readonly StateFolder $state,
		private readonly IClientService $clients,
		private readonly ITempManager $temporary,
	) {
	}

	/** The program in the unpacked package, or null. */
	public function node(): ?string {
		$path = $this->state->runtime() . '/node';
		return is_executable($path) ? $path : null;
	}

	/** `24.21.0`: the version that this app was made with. */
	public function wanted(): string {
		return (string)($this->list()['version'] ?? '');
	}

	/** @throws CannotStart */
	public function fetch(): void {
		$package = $this->package();
		$url = (string)($package['url'] ?? '');
		if ($url === '') {
			throw new CannotStart(Sentence::of('This app was not packaged with a runtime to fetch.'),
				Sentence::of('Install Node.js %s or newer on the server, or give a package: occ talk_relay:runtime --from-file FILE',
					NodeFinder::OLDEST));
		}
		$file = $this->temporary->getTemporaryFile('.tar.gz') ?: throw new CannotStart(Sentence::of('There is no place for temporary files.'),
			Sentence::of('Set tempdirectory in config.php.'));
		try {
			$this->clients->newClient()->get($url, ['sink' => $file, 'timeout' => 600]);
		} catch (\Exception $error) {
			throw new CannotStart(Sentence::of('The runtime package could not be fetched from %s: %s', $url, $error->getMessage()),
				Sentence::of('Fetch it with a browser and give it: occ talk_relay:runtime --from-file FILE'));
		}
		$this->take($file);
	}

	/**
	 * Checks a package and puts it in the place of the one before.
	 *
	 * @throws CannotStart with nothing changed
	 */
	public function take(string $file): void {
		$sum = (string)($this->package()['sha256'] ?? '');
		if (!is_file($file) || !hash_equals($sum, (string)hash_file('sha256', $file))) {
			throw new CannotStart(Sentence::of('%s is not the runtime package that this version of the app was made with.', $file),
				Sentence::of('Its SHA-256 has to be %s.', $sum));
		}
		$target = $this->state->runtime();
		$fresh = $this->state->make($this->state->path() . '/node.new');
		$copy = "$fresh/package.tar.gz";
		copy($file, $copy);
		try {
			(new \PharData($copy))->extractTo($fresh, null, true);
		} catch (\Exception $error) {
			throw new CannotStart(Sentence::of('The runtime package could not be unpacked: %s', $error->getMessage()),
				Sentence::of('See whether the disk is full, and whether PHP has its phar extension.'));
		} finally {
			@unlink($copy);
		}
		chmod("$fresh/node", 0700);
		Files::remove("$target.old");
		@rename($target, "$target.old");
		rename($fresh, $target);
		Files::remove("$target.old");
	}

	/**
	 * The one for this machine.
	 *
	 * @return array<string, mixed>
	 * @throws CannotStart where there is none
	 */
	private function package(): array {
		$machine = php_uname('m');
		$name = ['x86_64' => 'x64', 'amd64' => 'x64', 'aarch64' => 'arm64', 'arm64' => 'arm64'][$machine] ?? $machine;
		$package = $this->list()['packages'][$name] ?? null;
		if (!is_array($package) || glob('/lib/ld-musl-*') !== []) {
			throw new CannotStart(
				Sentence::of('There is no runtime package for this machine (%s).', $machine . (is_array($package) ? ', Alpine' : '')),
				Sentence::of('Install Node.js %s or newer on it, or run the relay in a container and choose "external".', NodeFinder::OLDEST),
			);
		}
		return $package;
	}

	/** @return array<string, mixed> */
	private function list(): array {
		$list = json_decode((string)file_get_contents(__DIR__ . '/runtime.json'), true);
		return is_array($list) ? $list : [];
	}
}
