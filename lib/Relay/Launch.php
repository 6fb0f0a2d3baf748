<?php

declare(strict_types=1);

/**
 * SPDX-FileCopyrightText: 2026 Talk Relay contributors
 * SPDX-License-Identifier: AGPL-3.0-or-later
 */

namespace OCA\TalkRelay\Relay;

/** Starts programs. What they get is what stands here: no environment of the web server's, no open file or socket of its. */
final class Launch {
	/**
	 * Starts a program that goes on after this request. A small program of Node's does it (launcher.mjs): it closes what PHP leaves
	 * open, FastCGI's listening socket among it, gives the relay a session of its own, and says its number.
	 *
	 * @param list<string> $command the program with its arguments; no secret may be among them
	 * @param array<string, string> $environment
	 * @throws CannotStart
	 */
	public static function detached(string $node, array $command, string $folder, string $output, array $environment): int {
		$says = self::output([$node, __DIR__ . '/launcher.mjs', $folder, $output, ...$command], 15, $environment);
		if (preg_match('/^pid (\d+)$/m', $says, $match) !== 1) {
			throw new CannotStart(
				Sentence::of('Node.js could not start the relay: %s', trim($says) !== '' ? trim($says) : Sentence::of('it said nothing')),
				Sentence::of('See whether PHP may start programs (proc_open) and Node.js runs for the web server\'s user.'),
			);
		}
		return (int)$match[1];
	}

	/**
	 * What a short program prints, its complaints included; what it printed so far when the time is over.
	 *
	 * @param list<string> $command
	 * @param array<string, string> $environment
	 */
	public static function output(array $command, float $seconds, array $environment = ['PATH' => '/usr/local/bin:/usr/bin:/bin']): string {
		if (!function_exists('proc_open')) {
			throw new CannotStart(Sentence::of('PHP may not start programs: proc_open is switched off.'),
				Sentence::of('Take proc_open out of disable_functions in php.ini, or run the relay by hand and choose “Elsewhere” under “Where the relay runs”.'));
		}
		$process = @proc_open($command, [['file', '/dev/null', 'r'], ['pipe', 'w'], ['redirect', 1]], $pipes, '/', $environment);
		if (!is_resource($process)) {
			return '';
		}
		stream_set_blocking($pipes[1], false);
		$said = '';
		$end = microtime(true) + $seconds;
		do {
			$ready = [$pipes[1]];
			$none = null;
			stream_select($ready, $none, $none, 0, 50_000);
			$said .= stream_get_contents($pipes[1]);
		} while (!feof($pipes[1]) && microtime(true) < $end);
		fclose($pipes[1]);
		if (proc_get_status($process)['running'] && microtime(true) >= $end) {
			proc_terminate($process, 9);
		}
		proc_close($process);
		return $said;
	}
}
