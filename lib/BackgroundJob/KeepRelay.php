<?php

declare(strict_types=1);

/**
 * SPDX-FileCopyrightText: 2026 Talk Relay contributors
 * SPDX-License-Identifier: AGPL-3.0-or-later
 */

namespace OCA\TalkRelay\BackgroundJob;

use OCA\TalkRelay\Relay\Watch;
use OCP\AppFramework\Utility\ITimeFactory;
use OCP\BackgroundJob\TimedJob;

/** Every five minutes: the relay that should run, runs and answers. */
final class KeepRelay extends TimedJob {
	public function __construct(
		ITimeFactory $time,
		private readonly Watch $watch,
	) {
		parent::__construct($time);
		$this->setInterval(300);
		$this->setAllowParallelRuns(false);
	}

	#[\Override]
	protected function run($argument): void {
		$this->watch->look();
	}
}
