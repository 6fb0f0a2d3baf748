<?php

declare(strict_types=1);

/**
 * SPDX-FileCopyrightText: 2026 Talk Relay contributors
 * SPDX-License-Identifier: AGPL-3.0-or-later
 */

namespace OCA\TalkRelay\BackgroundJob;

use OCA\TalkRelay\Relay\Watch;
use OCA\TalkRelay\Service\RelaySettings;
use OCA\TalkRelay\Talk\Missed;
use OCP\AppFramework\Utility\ITimeFactory;
use OCP\BackgroundJob\TimedJob;
use Psr\Container\ContainerInterface;
use Psr\Log\LoggerInterface;

/** Every five minutes: the relay that should run, runs and answers, and what could not be told to it is. */
final class KeepRelay extends TimedJob {
	public function __construct(
		ITimeFactory $time,
		private readonly Watch $watch,
		private readonly RelaySettings $settings,
		private readonly ContainerInterface $parts,
		private readonly LoggerInterface $logger,
	) {
		parent::__construct($time);
		$this->setInterval(300);
		$this->setAllowParallelRuns(false);
	}

	#[\Override]
	protected function run($argument): void {
		// A process of jobs that began before the app was disabled still has it loaded. What was missed is told once it is enabled again.
		$this->settings->reread();
		if (!$this->settings->enabled()) {
			return;
		}
		$this->watch->look();
		try {
			if ($this->settings->on()) {
				$this->parts->get(Missed::class)->tell();
			}
		} catch (\Throwable $error) {
			$this->logger->error('What the relay has missed could not be told to it yet', ['exception' => $error]);
		}
	}
}
