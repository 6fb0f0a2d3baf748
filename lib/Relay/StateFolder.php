<?php

declare(strict_types=1);

/**
 * SPDX-FileCopyrightText: 2026 Talk Relay contributors
 * SPDX-License-Identifier: AGPL-3.0-or-later
 */

namespace OCA\TalkRelay\Relay;

use OCP\IConfig;

/**
 * Where the relay keeps what it must not lose: in the data directory, outside the app's folder, which an update replaces. Only the web
 * server's user can look into it. `talk_relay.state` in config.php names another one, where the data directory is on a network disk.
 */
final class StateFolder {
	/** Linux' limit for a socket's path, its ending zero included. */
	private const SOCKET_LENGTH = 107;

	public function __construct(
		private readonly IConfig $config,
	) {
	}

	public function path(): string {
		$own = $this->config->getSystemValueString('talk_relay.state');
		return rtrim($own !== '' ? $own : $this->appData() . '/relay', '/');
	}

	/** What is in it, whether it exists or not. */
	public function file(string $name): string {
		return $this->path() . '/' . $name;
	}

	/** Relative to nothing that a person could set; too long a path falls back to the folder for temporary files. */
	public function socket(): string {
		$socket = $this->file('control.sock');
		return strlen($socket) <= self::SOCKET_LENGTH
			? $socket
			: sys_get_temp_dir() . '/talk-relay-' . $this->config->getSystemValueString('instanceid') . '/control.sock';
	}

	/**
	 * Makes the folder of the socket. In the folder for temporary files anybody could have made one of that name.
	 *
	 * @throws CannotStart where that can't be done
	 */
	public function makeSocketFolder(): void {
		$this->make();
		$folder = dirname($this->socket());
		if ((is_link($folder) || file_exists($folder)) && !$this->owns($this->socket())) {
			throw new CannotStart(Sentence::of('The folder %s does not belong to the web server\'s user.', $folder),
				Sentence::of('Remove it, or name a folder with a shorter path as talk_relay.state in config.php.'));
		}
		$this->make($folder);
	}

	/** Whether it can be the relay's: not where anybody may put one, unless its folder belongs to whom this one belongs to. */
	public function owns(string $socket): bool {
		$folder = dirname($socket);
		if ($folder === $this->path() || !str_starts_with($folder, rtrim(sys_get_temp_dir(), '/') . '/')) {
			return true;
		}
		clearstatcache();
		$ours = @fileowner($this->path());
		// No folder here: the relay runs elsewhere, and an administrator said where.
		return $ours === false || !is_link($folder) && @fileowner($folder) === $ours;
	}

	/** Where the runtime package is unpacked. */
	public function runtime(): string {
		return $this->file('node');
	}

	/**
	 * Makes it, for the web server's user alone.
	 *
	 * @throws CannotStart where that can't be done
	 */
	public function make(string $path = ''): string {
		$path = $path === '' ? $this->path() : $path;
		if (!is_dir($path) && !@mkdir($path, 0700, true) && !is_dir($path)) {
			throw new CannotStart(Sentence::of('The folder %s can\'t be made.', $path),
				Sentence::of('Let the web server write to the data directory, or name another folder as talk_relay.state in config.php.'));
		}
		if (!@chmod($path, 0700) || !is_writable($path)) {
			throw new CannotStart(Sentence::of('The folder %s does not belong to the web server\'s user.', $path),
				Sentence::of('Give it to the web server\'s user: chown -R www-data: %s', $path));
		}
		return $path;
	}

	/** All of the relay's, by name: the folder may be one that an administrator chose, with other things in it. */
	public function clear(): void {
		foreach (['state', 'program', 'node', 'node.old', 'node.new', 'relay.log', 'relay.log.1', 'relay.pid', 'secret', 'start.log',
			'control.sock', 'supervisor.lock'] as $name) {
			Files::remove($this->file($name));
		}
		@unlink($this->socket());
		@rmdir(dirname($this->socket()));
		@rmdir($this->path());
	}

	private function appData(): string {
		$data = rtrim($this->config->getSystemValueString('datadirectory', \OC::$SERVERROOT . '/data'), '/');
		return $data . '/appdata_' . $this->config->getSystemValueString('instanceid') . '/talk_relay';
	}
}
