<?php

declare(strict_types=1);

/**
 * SPDX-FileCopyrightText: 2026 Talk Relay contributors
 * SPDX-License-Identifier: AGPL-3.0-or-later
 */

namespace OCA\TalkRelay\Relay;

/**
 * Tells processes apart. A number alone does not: it is given again. With the time of its start, in ticks since boot, it does.
 */
final class Processes {
	private const SIGTERM = 15;
	private const SIGKILL = 9;

	/** Undefined as soon as the process is gone, also while its parent has not taken notice of its end. */
	public function startOf(int $pid): ?string {
		$stat = @file_get_contents("/proc/$pid/stat");
		// The second field is the program's name in brackets, which may hold spaces and brackets itself.
		$fields = $stat === false ? [] : explode(' ', substr($stat, (int)strrpos($stat, ')') + 2));
		return isset($fields[0], $fields[19]) && !in_array($fields[0], ['Z', 'X', 'x'], true) ? $fields[19] : null;
	}

	/** Whether this path is among the arguments of its command line. */
	public function mentions(int $pid, string $path): bool {
		return str_contains((string)@file_get_contents("/proc/$pid/cmdline"), "\0$path");
	}

	public function alive(PidRecord $record): bool {
		return $record->host === $this->host() && $record->boot === $this->boot() && $this->startOf($record->pid) === $record->start;
	}

	/** Asks it to end, and after `$seconds` makes it. True once it is gone. */
	public function end(PidRecord $record, float $seconds = 10): bool {
		if (!$this->alive($record)) {
			return true;
		}
		$this->signal($record->pid, self::SIGTERM);
		if ($this->gone($record, $seconds)) {
			return true;
		}
		$this->signal($record->pid, self::SIGKILL);
		return $this->gone($record, 2);
	}

	/** Some systems pack PHP without its POSIX functions. */
	private function signal(int $pid, int $signal): void {
		if (function_exists('posix_kill')) {
			posix_kill($pid, $signal);
			return;
		}
		$process = proc_open(['kill', "-$signal", (string)$pid], [], $pipes);
		if (is_resource($process)) {
			proc_close($process);
		}
	}

	public function gone(PidRecord $record, float $seconds): bool {
		$end = microtime(true) + $seconds;
		while ($this->alive($record) && microtime(true) < $end) {
			usleep(20_000);
		}
		return !$this->alive($record);
	}

	public function host(): string {
		return gethostname() ?: 'localhost';
	}

	/** Another one after each boot of the machine; empty where the system has none. */
	public function boot(): string {
		return trim((string)@file_get_contents('/proc/sys/kernel/random/boot_id'));
	}
}
