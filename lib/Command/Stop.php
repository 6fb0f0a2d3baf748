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
		$elsewhere = $this->supervisor->elsewhere();
		if (!$this->supervisor->stop(Supervisor::ANYWHERE)) {
			$stays = $this->supervisor->stays();
			return $this->fail($output, $stays->getMessage(), $stays->todo);
		}
		$this->show($input, $output, ['on' => false, 'ended' => $pid, 'endedElsewhere' => $elsewhere?->host], [
			'The relay is switched off' . match (true) {
				$pid !== null => ": process $pid has ended.",
				$elsewhere !== null => ": the one on {$elsewhere->host} does nothing any more.",
				default => '; none ran.',
			},
		]);
		return self::SUCCESS;
	}
}
