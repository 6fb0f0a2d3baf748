<?php

declare(strict_types=1);

/**
 * SPDX-FileCopyrightText: 2026 Talk Relay contributors
 * SPDX-License-Identifier: AGPL-3.0-or-later
 */

namespace OCA\TalkRelay\Command;

use OCA\TalkRelay\SelfTest\SelfTest as Checks;
use Symfony\Component\Console\Input\InputInterface;
use Symfony\Component\Console\Output\OutputInterface;

/** `occ talk_relay:self-test`: exit code 1 where a check finds an error. */
final class SelfTest extends Command {
	private const MARKS = ['ok' => 'ok     ', 'warning' => 'WARNING', 'error' => 'ERROR  '];

	public function __construct(
		private readonly Checks $checks,
	) {
		parent::__construct();
	}

	#[\Override]
	protected function configure(): void {
		parent::configure();
		$this->setName('talk_relay:self-test')->setDescription('Look whether all that the relay needs is there, over the paths that it uses');
	}

	#[\Override]
	protected function execute(InputInterface $input, OutputInterface $output): int {
		$checks = $this->checks->run();
		$lines = [];
		foreach ($checks as $check) {
			$lines[] = self::MARKS[$check['level']] . " {$check['name']}: {$check['says']}";
			if ($check['todo'] !== null) {
				$lines[] = "        → {$check['todo']}";
			}
		}
		$this->show($input, $output, $checks, $lines);
		return in_array('error', array_column($checks, 'level'), true) ? self::FAILURE : self::SUCCESS;
	}
}
