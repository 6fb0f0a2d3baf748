<?php

declare(strict_types=1);

/**
 * SPDX-FileCopyrightText: 2026 Talk Relay contributors
 * SPDX-License-Identifier: AGPL-3.0-or-later
 */

namespace OCA\TalkRelay\Relay;

use OCA\TalkRelay\Service\RelaySettings;
use OCP\ICertificateManager;

/** With what the relay is started. The secret goes through a file that only the web server's user can read. */
final class CommandLine {
	/** A relay waits more than it works: little memory before speed, as in the container. */
	private const SMALL = ['--optimize-for-size', '--max-semi-space-size=1', '--max-old-space-size=128', '--v8-pool-size=1'];
	/** A log that is larger is set aside at the next start. */
	private const LOG_BYTES = 10 * 1024 * 1024;

	public function __construct(
		private readonly RelaySettings $settings,
		private readonly StateFolder $state,
		private readonly Addresses $addresses,
		private readonly ICertificateManager $certificates,
	) {
	}

	/**
	 * @return list<string>
	 * @throws CannotStart where a folder that it needs can't be made
	 */
	public function build(Node $node, string $program): array {
		$control = $this->control();
		if ($control === $this->state->socket()) {
			$this->state->makeSocketFolder();
		}
		return [
			$node->path,
			...self::SMALL,
			$program,
			'serve',
			'--state', $this->state->make($this->state->file('state')),
			...array_merge(...array_map(static fn (string $address): array => ['--app', $address], $this->reached())),
			'--secret-file', $this->secretFile(),
			...(str_starts_with($control, '/') ? ['--socket', $control] : ['--listen', $control]),
			'--log', $this->logFile(),
		];
	}

	/** Another one when the relay is to look elsewhere for this server. */
	public function addressed(): string {
		return hash('crc32b', implode(' ', $this->reached()));
	}

	/** @return list<string> */
	private function reached(): array {
		return array_map(static fn (Address $address): string => $address->argument(), $this->addresses->all());
	}

	/**
	 * Certificate authorities that were imported into Nextcloud hold for the relay too.
	 *
	 * @return array<string, string>
	 */
	public function environment(): array {
		$bundle = $this->certificates->getAbsoluteBundlePath();
		return [
			'PATH' => '/usr/local/bin:/usr/bin:/bin',
			'HOME' => $this->state->path(),
			'LANG' => 'C.UTF-8',
			'NODE_ENV' => 'production',
			'MALLOC_ARENA_MAX' => '1',
			...(is_readable($bundle) ? ['NODE_EXTRA_CA_CERTS' => $bundle] : []),
		];
	}

	/** Where the control door is of the relay that the app starts: a socket's path, or `host:port`. */
	public function control(): string {
		return $this->settings->control() !== '' ? $this->settings->control() : $this->state->socket();
	}

	public function logPath(): string {
		return $this->state->file('relay.log');
	}

	/** Whether there is something in the log, whether or not a relay runs. */
	public function hasLogged(): bool {
		return Files::tail($this->logPath(), 1) !== [];
	}

	private function secretFile(): string {
		$file = $this->state->file('secret');
		$before = umask(0077);
		try {
			file_put_contents("$file.new", $this->settings->secret());
			rename("$file.new", $file);
		} finally {
			umask($before);
		}
		return $file;
	}

	private function logFile(): string {
		$file = $this->logPath();
		if ((int)@filesize($file) > self::LOG_BYTES) {
			rename($file, "$file.1");
		}
		return $file;
	}
}
