<?php

declare(strict_types=1);

/**
 * SPDX-FileCopyrightText: 2026 Talk Relay contributors
 * SPDX-License-Identifier: AGPL-3.0-or-later
 */

namespace OCA\TalkRelay\Command;

use OCA\TalkRelay\Relay\CannotStart;
use OCA\TalkRelay\Service\Purge as Purging;
use Symfony\Component\Console\Helper\QuestionHelper;
use Symfony\Component\Console\Input\InputInterface;
use Symfony\Component\Console\Input\InputOption;
use Symfony\Component\Console\Output\OutputInterface;
use Symfony\Component\Console\Question\ConfirmationQuestion;

/** `occ talk_relay:purge`: removes all that the app keeps. With `--yes`, or `--no-interaction`, without asking. */
final class Purge extends Command {
	public function __construct(
		private readonly Purging $purge,
	) {
		parent::__construct();
	}

	#[\Override]
	protected function configure(): void {
		parent::configure();
		$this->setName('talk_relay:purge')
			->setDescription('Remove all data, files and the service user; messages stay, files of remote people do not')
			->addOption('yes', null, InputOption::VALUE_NONE, 'Do not ask');
	}

	#[\Override]
	protected function execute(InputInterface $input, OutputInterface $output): int {
		$helper = new QuestionHelper();
		if ($input->isInteractive() && !$input->getOption('yes')
			&& !$helper->ask($input, $output,
				new ConfirmationQuestion('All federations, accounts, waiting messages and files of remote people are removed for good. Go on? [y/N] ', false))) {
			return $this->fail($output, 'Nothing was removed.');
		}
		try {
			$this->purge->run('');
		} catch (CannotStart $error) {
			return $this->fail($output, $error->getMessage(), $error->todo);
		}
		$this->show($input, $output, ['purged' => true], ['All of it was removed.']);
		return self::SUCCESS;
	}
}
