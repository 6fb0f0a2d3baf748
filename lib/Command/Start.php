<?php

declare(strict_types=1);

/**
 * SPDX-FileCopyrightText: 2026 Talk Relay contributors
 * SPDX-License-Identifier: AGPL-3.0-or-later
 */

namespace OCA\TalkRelay\Command;

use OCA\TalkRelay\Relay\CannotStart;
use OCA\TalkRelay\Relay\HttpClient;
use OCA\TalkRelay\Relay\Supervisor;
use OCA\TalkRelay\Service\RelaySettings;
use Symfony\Component\Console\Input\InputInterface;
use Symfony\Component\Console\Output\OutputInterface;

/** `occ talk_relay:start`: switches the relay on, starts it where the app has it in hand, and waits until it is there. */
final class Start extends Command {
	public function __construct(
		private readonly RelaySettings $settings,
		private readonly Supervisor $supervisor,
		private readonly HttpClient $relay,
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
				['The relay is switched on. It is run by somebody else (“Elsewhere” is chosen): start it there.']);
			return self::SUCCESS;
		}
		try {
			$started = $this->supervisor->start();
			if ($started) {
				// What comes after this command in a script is to find a relay that is there.
				$this->supervisor->awaitAnswer($this->relay);
			}
		} catch (CannotStart $error) {
			return $this->fail($output, $error->getMessage(), $error->todo);
		}
		$pid = $this->supervisor->running()?->pid;
		$this->show($input, $output, ['on' => true, 'started' => $started, 'pid' => $pid], [
			$started ? "The relay was started: process $pid." : 'The relay runs already'
				. ($pid === null ? ' or is being started, here or on another machine.' : ": process $pid."),
		]);
		return self::SUCCESS;
	}
}
