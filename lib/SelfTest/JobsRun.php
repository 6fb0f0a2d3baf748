<?php

declare(strict_types=1);

/**
 * SPDX-FileCopyrightText: 2026 Talk Relay contributors
 * SPDX-License-Identifier: AGPL-3.0-or-later
 */

namespace OCA\TalkRelay\SelfTest;

use OCA\TalkRelay\Relay\Sentence;
use OCP\AppFramework\Utility\ITimeFactory;
use OCP\IAppConfig;
use OCP\IDateTimeFormatter;

/** Background jobs run: they bring the relay back when it is gone. */
final class JobsRun implements Check {
	private const LATE = 1800;

	public function __construct(
		private readonly IAppConfig $config,
		private readonly ITimeFactory $time,
		private readonly IDateTimeFormatter $words,
	) {
	}

	#[\Override]
	public function id(): string {
		return 'jobs';
	}

	#[\Override]
	public function name(): string {
		return Sentence::of('Background jobs');
	}

	#[\Override]
	public function run(): Outcome {
		$last = $this->config->getValueInt('core', 'lastcron');
		$mode = $this->config->getValueString('core', 'backgroundjobs_mode', 'ajax');
		$todo = Sentence::of('Let cron run cron.php every five minutes (Administration settings → Basic settings).');
		return match (true) {
			$last === 0 => Outcome::warning(Sentence::of('Background jobs have never run.'), $todo),
			$last < $this->time->getTime() - self::LATE => Outcome::warning(
				Sentence::of('Background jobs last ran %s.', $this->words->formatTimeSpan($last)), $todo),
			$mode !== 'cron' => Outcome::warning(
				Sentence::of('Background jobs run by "%s": only while somebody uses this server.', $mode), $todo),
			default => Outcome::ok(Sentence::of('Background jobs run, last %s.', $this->words->formatTimeSpan($last))),
		};
	}
}
