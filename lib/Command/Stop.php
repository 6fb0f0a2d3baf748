<?php

declare(strict_types=1);

/**
 * SPDX-FileCopyrightText: 2026 Talk Relay contributors
 * SPDX-License-Identifier: AGPL-3.0-or-later
 */

namespace OCA\TalkRelay\Command;

use OCA\TalkRelay\Relay\Supervisor;
use OCA\TalkRelay\Service\RelaySettings;
use Symfony\Component\Console\Input\InputInterface;
use Symfony\Component\Console\Output\OutputInterface;

/** `occ talk_relay:stop`: switches the relay off and ends it. Everything is kept. */
final class Stop extends Command {
	public function __construct(
		private readonly RelaySettings $settings,
		private readonly Supervisor $supervisor,
	) {
		parent::__construct();
	}

	#[\Override]
	protected function configure(): void {
		parent::configure();
		$this->setName('talk_relay:stop')->setDescription('Switch the relay off and end it; everything is kept');
	}

	#[\Override]
	protected function execute(InputInterface $input, OutputInterface $output): int {
		$this->settings->switch(false);
		$pid = $this->supervisor->running()?->pid;
		if (!$this->supervisor->stop()) {
			return $this->fail($output, "The relay (process $pid) does not end.", "End it by hand: kill -9 $pid");
		}
		$this->show($input, $output, ['on' => false, 'ended' => $pid], [
			'The relay is switched off' . ($pid === null ? '; none ran on this machine.' : ": process $pid has ended."),
		]);
		return self::SUCCESS;
	}
}
