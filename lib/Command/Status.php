<?php

declare(strict_types=1);

/**
 * SPDX-FileCopyrightText: 2026 Talk Relay contributors
 * SPDX-License-Identifier: AGPL-3.0-or-later
 */

namespace OCA\TalkRelay\Command;

use OCA\TalkRelay\Service\AdminState;
use Symfony\Component\Console\Input\InputInterface;
use Symfony\Component\Console\Output\OutputInterface;

/** `occ talk_relay:status`: exit code 0 where the relay runs or is switched off, 1 where it should run and does not. */
final class Status extends Command {
	public function __construct(
		private readonly AdminState $state,
	) {
		parent::__construct();
	}

	#[\Override]
	protected function configure(): void {
		parent::configure();
		$this->setName('talk_relay:status')->setDescription('Show how the relay is');
	}

	#[\Override]
	protected function execute(InputInterface $input, OutputInterface $output): int {
		$state = $this->state->now();
		$this->show($input, $output, $state, $this->lines($state));
		return in_array($state['relay'], ['running', 'off'], true) && $state['why'] === '' ? self::SUCCESS : self::FAILURE;
	}

	/**
	 * @param array<string, mixed> $state
	 * @return list<string>
	 */
	private function lines(array $state): array {
		$words = ['running' => 'runs', 'stopped' => 'does not run', 'unreachable' => 'does not answer', 'off' => 'is switched off'];
		$lines = ["The relay {$words[$state['relay']]}"
			. ($state['version'] === null ? '.' : ": version {$state['version']}, Node.js {$state['node']}, since "
				. date('Y-m-d H:i', intdiv((int)$state['since'], 1000)) . '.')];
		if ($state['memoryBytes'] !== null) {
			$lines[] = sprintf('%d MB of memory, %.1f %% of a core.', $state['memoryBytes'] / 1_048_576, $state['cpu'] * 100);
		}
		$lines[] = "{$state['gateways']} federated conversations, {$state['waiting']} messages wait, {$state['setAside']} set aside.";
		foreach (['why', 'todo'] as $word) {
			if ($state[$word] !== '') {
				$lines[] = $state[$word];
			}
		}
		return $lines;
	}
}
