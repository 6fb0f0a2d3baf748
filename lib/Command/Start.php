<?php

declare(strict_types=1);

/**
 * SPDX-FileCopyrightText: 2026 Talk Relay contributors
 * SPDX-License-Identifier: AGPL-3.0-or-later
 */

namespace OCA\TalkRelay\Command;

use OCA\TalkRelay\Relay\CannotStart;
use OCA\TalkRelay\Relay\Leases;
use OCA\TalkRelay\Relay\Supervisor;
use OCA\TalkRelay\Service\RelaySettings;
use Symfony\Component\Console\Input\InputInterface;
use Symfony\Component\Console\Output\OutputInterface;

/** `occ talk_relay:start`: switches the relay on, starts it where the app has it in hand, and waits until it is there. */
final class Start extends Command {
	private const PATIENCE_SECONDS = 20;

	public function __construct(
		private readonly RelaySettings $settings,
		private readonly Supervisor $supervisor,
		private readonly Leases $leases,
	) {
		parent::__construct();
	}

	#[\Override]
	protected function configure(): void {
		parent::configure();
		$this->setName('talk_relay:start')->setDescription('Switch the relay on and start it');
	}

	#[\Override]
	protected function execute(InputInterface $input, OutputInterface $output): int {
		$this->settings->switch(true);
		if (!$this->settings->managed()) {
			$this->show($input, $output, ['on' => true, 'started' => false],
				['The relay is switched on. It is run by somebody else ("external"): start it there.']);
			return self::SUCCESS;
		}
		try {
			$started = $this->supervisor->start();
		} catch (CannotStart $error) {
			return $this->fail($output, $error->getMessage(), $error->todo);
		}
		$pid = $this->supervisor->running()?->pid;
		// What comes after this command in a script is to find a relay that is there.
		if ($started && !$this->reports($pid)) {
			return $this->fail($output, 'The relay was started, but has not reported to this Nextcloud after '
				. self::PATIENCE_SECONDS . ' seconds.', 'Look for what keeps it from it: occ talk_relay:self-test');
		}
		$this->show($input, $output, ['on' => true, 'started' => $started, 'pid' => $pid], [
			$started ? "The relay was started: process $pid." : 'The relay runs already'
				. ($pid === null ? ' or is being started, here or on another machine.' : ": process $pid."),
		]);
		return self::SUCCESS;
	}

	/** Its first act, once its own door is open, is to ask for the lease. */
	private function reports(?int $pid): bool {
		for ($until = microtime(true) + self::PATIENCE_SECONDS; microtime(true) < $until; usleep(200_000)) {
			$lease = $this->leases->current();
			if ($lease !== null && $lease->pid === $pid) {
				return true;
			}
		}
		return false;
	}
}
