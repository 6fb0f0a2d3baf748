<?php

declare(strict_types=1);

/**
 * SPDX-FileCopyrightText: 2026 Talk Relay contributors
 * SPDX-License-Identifier: AGPL-3.0-or-later
 */

namespace OCA\TalkRelay\Tests\integration;

use OCA\TalkRelay\Relay\Files;
use OCP\IConfig;
use OCP\Server;

/** config.php, changed for a test and given back. */
final class ServerConfig {
	/** PHP looks so often whether a file that it has compiled is another one (opcache.revalidate_freq as it comes), and a little more. */
	private const SEEN = 2_500_000;

	/**
	 * @template T
	 * @param array<string, mixed> $values
	 * @param \Closure(): T $work
	 * @param bool $web the web server has to know of it as well, which takes a moment
	 * @return T
	 */
	public static function with(array $values, \Closure $work, bool $web = false): mixed {
		$config = Server::get(IConfig::class);
		$before = array_map(static fn (string $name): mixed => $config->getSystemValue($name, null), array_combine(array_keys($values), array_keys($values)));
		try {
			$config->setSystemValues($values);
			usleep($web ? self::SEEN : 0);
			return $work();
		} finally {
			// Null removes one that was not there.
			$config->setSystemValues($before);
			usleep($web ? self::SEEN : 0);
		}
	}

	/**
	 * With a state folder that is empty: the runtime package that this server may have is not there.
	 *
	 * @param \Closure(): void $work
	 */
	public static function withoutPackage(\Closure $work): void {
		$folder = sys_get_temp_dir() . '/talk-relay-empty-' . bin2hex(random_bytes(6));
		try {
			self::with(['talk_relay.state' => $folder], $work);
		} finally {
			Files::remove($folder);
		}
	}
}
