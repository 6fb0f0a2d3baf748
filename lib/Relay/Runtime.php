<?php

declare(strict_types=1);

/**
 * SPDX-FileCopyrightText: 2026 Talk Relay contributors
 * SPDX-License-Identifier: AGPL-3.0-or-later
 */

namespace OCA\TalkRelay\Relay;

use OCP\Http\Client\IClientService;
use OCP\ITempManager;

/** Our own package of Node.js, for machines that have none that will do: made by `make runtime`, one an architecture (`RuntimeList`). */
final class Runtime {
	public function __construct(
		private readonly RuntimeList $list,
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

	/** @throws CannotStart */
	public function fetch(): void {
		$url = $this->list->package()['url'];
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
		$sum = $this->list->package()['sha256'];
		if (!is_file($file) || !is_readable($file)) {
			throw new CannotStart(Sentence::of('There is no file %s that can be read.', $file),
				Sentence::of('Give its whole path, and let the web server\'s user read it.'));
		}
		if (!hash_equals($sum, (string)hash_file('sha256', $file))) {
			throw new CannotStart(Sentence::of('%s is not the runtime package that this version of the app was made with.', $file),
				Sentence::of('Its SHA-256 has to be %s.', $sum));
		}
		$target = $this->state->runtime();
		$fresh = $this->state->file('node.new');
		Files::remove($fresh);
		try {
			$this->unpack($file, $this->state->make($fresh));
		} catch (\Throwable $error) {
			Files::remove($fresh);
			throw $error instanceof CannotStart ? $error : new CannotStart(
				Sentence::of('The runtime package could not be unpacked: %s', $error->getMessage()),
				Sentence::of('See whether the disk is full, and whether PHP has its phar extension.'));
		}
		Files::remove("$target.old");
		@rename($target, "$target.old");
		rename($fresh, $target);
		Files::remove("$target.old");
	}

	private function unpack(string $file, string $folder): void {
		// PHP goes by the name for as long as a request lasts: another archive needs another one.
		$copy = $folder . '/' . bin2hex(random_bytes(8)) . '.tar.gz';
		copy($file, $copy);
		(new \PharData($copy))->extractTo($folder, null, true);
		unlink($copy);
		if (!is_file("$folder/node")) {
			throw new \UnexpectedValueException(Sentence::of('there is no node in it'));
		}
		chmod("$folder/node", 0700);
	}
}
