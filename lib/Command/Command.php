<?php

declare(strict_types=1);

/**
 * SPDX-FileCopyrightText: 2026 Talk Relay contributors
 * SPDX-License-Identifier: AGPL-3.0-or-later
 */

namespace OCA\TalkRelay\Command;

use Symfony\Component\Console\Command\Command as SymfonyCommand;
use Symfony\Component\Console\Input\InputInterface;
use Symfony\Component\Console\Input\InputOption;
use Symfony\Component\Console\Output\OutputInterface;

/** What all of the app's commands share: a form for people, and one for programs (`--output=json`). */
abstract class Command extends SymfonyCommand {
	#[\Override]
	protected function configure(): void {
		$this->addOption('output', null, InputOption::VALUE_REQUIRED, 'plain or json', 'plain');
	}

	/**
	 * @param array<array-key, mixed> $data
	 * @param list<string> $lines the same for people
	 */
	protected function show(InputInterface $input, OutputInterface $output, array $data, array $lines): void {
		$json = in_array($input->getOption('output'), ['json', 'json_pretty'], true);
		$text = $json ? [json_encode($data, JSON_PRETTY_PRINT | JSON_UNESCAPED_SLASHES | JSON_UNESCAPED_UNICODE | JSON_THROW_ON_ERROR)]
			: $lines;
		foreach ($text as $line) {
			$output->writeln($line, OutputInterface::OUTPUT_RAW);
		}
	}

	/** For a command that could not do what it was asked: why, and what to do. */
	protected function fail(OutputInterface $output, string $why, string $todo = ''): int {
		$output->writeln($why, OutputInterface::OUTPUT_RAW);
		if ($todo !== '') {
			$output->writeln($todo, OutputInterface::OUTPUT_RAW);
		}
		return self::FAILURE;
	}
}
