<?php

declare(strict_types=1);

/**
 * SPDX-FileCopyrightText: 2026 Talk Relay contributors
 * SPDX-License-Identifier: AGPL-3.0-or-later
 */

namespace OCA\TalkRelay\SelfTest;

use OCA\TalkRelay\Relay\CannotStart;
use OCA\TalkRelay\Relay\Sentence;
use OCA\TalkRelay\Relay\StateFolder;
use OCA\TalkRelay\Service\RelaySettings;

/** The relay's folder can be written to, lies on a disk of this machine, and nobody else looks into it. */
final class StateWritable implements Check {
	/** File systems on which SQLite's locks do not hold. */
	private const REMOTE = ['nfs', 'nfs4', 'cifs', 'smb3', 'smbfs', '9p', 'fuse', 'fuse.sshfs', 'fuse.glusterfs', 'fuse.s3fs',
		'fuse.rclone', 'ceph', 'glusterfs', 'afs'];
	private const ROOM = 200 * 1024 * 1024;

	public function __construct(
		private readonly StateFolder $state,
		private readonly RelaySettings $settings,
	) {
	}

	#[\Override]
	public function id(): string {
		return 'state';
	}

	#[\Override]
	public function name(): string {
		return Sentence::of('The relay\'s folder');
	}

	#[\Override]
	public function run(): Outcome {
		if (!$this->settings->managed()) {
			return Outcome::ok(Sentence::of('Not needed here: the relay runs elsewhere.'));
		}
		try {
			$path = $this->state->make();
		} catch (CannotStart $error) {
			return Outcome::error($error->getMessage(), $error->todo);
		}
		$system = $this->fileSystem($path);
		$free = (int)@disk_free_space($path);
		return match (true) {
			in_array($system, self::REMOTE, true) => Outcome::error(Sentence::of('%s lies on a network disk (%s).', $path, $system),
				Sentence::of('Name a folder on a disk of this machine as talk_relay.state in config.php.')),
			$free < self::ROOM => Outcome::warning(Sentence::of('%s: only %s MB are free.', $path, (int)($free / 1_048_576)),
				Sentence::of('Make room: what waits is kept there.')),
			default => Outcome::ok("$path" . ($system === '' ? '' : " ($system)")),
		};
	}

	/** Of the mount point that is nearest; empty where the system does not tell. */
	private function fileSystem(string $path): string {
		$real = realpath($path) ?: $path;
		$best = '';
		$type = '';
		foreach (@file('/proc/self/mounts') ?: [] as $line) {
			[, $mount, $kind] = explode(' ', $line) + ['', '', ''];
			$mount = strtr($mount, ['\\040' => ' ']);
			if (strlen($mount) >= strlen($best) && str_starts_with("$real/", rtrim($mount, '/') . '/')) {
				[$best, $type] = [$mount, $kind];
			}
		}
		return $type;
	}
}
