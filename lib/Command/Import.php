<?php

declare(strict_types=1);

/**
 * SPDX-FileCopyrightText: 2026 Talk Relay contributors
 * SPDX-License-Identifier: AGPL-3.0-or-later
 */

namespace OCA\TalkRelay\Command;

use OCA\TalkRelay\Relay\Refused;
use OCA\TalkRelay\Relay\Unreachable;
use OCA\TalkRelay\Service\Import as Importer;
use OCA\TalkRelay\Service\Invalid;
use OCP\IUserManager;
use Symfony\Component\Console\Input\InputArgument;
use Symfony\Component\Console\Input\InputInterface;
use Symfony\Component\Console\Input\InputOption;
use Symfony\Component\Console\Output\OutputInterface;

/** `occ talk_relay:import`: shows what would become of a file or of Talk's own bridges; `--apply` does it. */
final class Import extends Command {
	public function __construct(
		private readonly Importer $import,
		private readonly IUserManager $users,
	) {
		parent::__construct();
	}

	#[\Override]
	protected function configure(): void {
		parent::configure();
		$this->setName('talk_relay:import')
			->setDescription('Take over a matterbridge.toml, or the bridges of Talk\'s own integration')
			->addArgument('file', InputArgument::OPTIONAL, 'The matterbridge.toml')
			->addOption('bridges', null, InputOption::VALUE_NONE, 'Take over the bridges of Talk\'s own integration')
			->addOption('apply', null, InputOption::VALUE_NONE, 'Do it; without this it is only shown')
			->addOption('user', null, InputOption::VALUE_REQUIRED, 'In whose name it is done', 'admin');
	}

	#[\Override]
	protected function execute(InputInterface $input, OutputInterface $output): int {
		$file = $input->getArgument('file');
		$toml = is_string($file) ? @file_get_contents($file) : null;
		$user = (string)$input->getOption('user');
		if ($toml === false || ($toml === null && !$input->getOption('bridges'))) {
			return $this->fail($output, $toml === false ? "$file can't be read." : 'Name a file, or --bridges.');
		}
		if (!$this->users->userExists($user)) {
			return $this->fail($output, "There is no user $user.", 'Say in whose name it is done: --user NAME');
		}
		try {
			$plan = $this->import->run($toml, (bool)$input->getOption('bridges'), (bool)$input->getOption('apply'), $user);
		} catch (Unreachable|Refused|Invalid $error) {
			return $this->fail($output, 'The relay has to read the file, and it did not: '
				. $error->getMessage(), 'Start the relay: occ talk_relay:start');
		}
		$this->show($input, $output, $plan, $this->lines($plan));
		return self::SUCCESS;
	}

	/**
	 * @param array<string, mixed> $plan
	 * @return list<string>
	 */
	private function lines(array $plan): array {
		$lines = [];
		foreach ($plan['accounts'] as $account) {
			$lines[] = "account {$account['label']}: {$account['login']} at {$account['server']}";
		}
		foreach ($plan['gateways'] as $gateway) {
			$lines[] = "gateway {$gateway['name']}: conversation " . ($gateway['token'] ?? '(none here)');
			foreach ($gateway['members'] as $member) {
				$lines[] = "    {$member['direction']}  {$member['address']} through {$member['label']}";
			}
		}
		foreach ($plan['findings'] as $finding) {
			$lines[] = "{$finding['severity']}" . ($finding['line'] === null ? '' : " in line {$finding['line']}")
				. ": {$finding['what']} – {$finding['remedy']}";
		}
		return [...$lines, $plan['applied'] ? 'Done.' : 'Nothing has been changed.'];
	}
}
