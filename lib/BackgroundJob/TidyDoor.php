<?php

declare(strict_types=1);

/**
 * SPDX-FileCopyrightText: 2026 Talk Relay contributors
 * SPDX-License-Identifier: AGPL-3.0-or-later
 */

namespace OCA\TalkRelay\BackgroundJob;

use OCA\TalkRelay\Door\FileTable;
use OCA\TalkRelay\Door\Inbox;
use OCA\TalkRelay\Door\People;
use OCA\TalkRelay\Door\StoredFile;
use OCA\TalkRelay\Talk\SharedFiles;
use OCP\AppFramework\Utility\ITimeFactory;
use OCP\BackgroundJob\IJob;
use OCP\BackgroundJob\TimedJob;
use Psr\Log\LoggerInterface;

/** Once a day: keys that nobody will ask for any more, files that no message shows, people of rooms that are none of ours any more. */
final class TidyDoor extends TimedJob {
	private const DAY = 86_400;
	/** A delivery waits for as long as its relay may have been away. */
	private const KEEP_KEYS = 90 * self::DAY;
	private const KEEP_UPLOADS = 3 * self::DAY;
	private const AT_ONCE = 500;

	public function __construct(
		ITimeFactory $time,
		private readonly Inbox $inbox,
		private readonly FileTable $table,
		private readonly SharedFiles $files,
		private readonly People $people,
		private readonly LoggerInterface $logger,
	) {
		parent::__construct($time);
		$this->setInterval(self::DAY);
		$this->setTimeSensitivity(IJob::TIME_INSENSITIVE);
	}

	protected function run(mixed $argument): void {
		$now = $this->time->getTime();
		$this->inbox->forgetBefore($now - self::KEEP_KEYS);
		array_map($this->remove(...), [...$this->table->unused($now - self::KEEP_UPLOADS, self::AT_ONCE),
			...$this->table->orphaned(self::AT_ONCE)]);
		$this->people->tidy();
	}

	/** One that somebody reads at this moment goes another day. */
	private function remove(StoredFile $file): void {
		try {
			$this->files->remove($file);
		} catch (\Throwable $e) {
			$this->logger->info('A file that no message shows is still there', ['exception' => $e]);
		}
	}
}
