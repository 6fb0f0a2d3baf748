<?php

declare(strict_types=1);

/**
 * SPDX-FileCopyrightText: 2026 Talk Relay contributors
 * SPDX-License-Identifier: AGPL-3.0-or-later
 */

namespace OCA\TalkRelay\Command;

use OCA\TalkRelay\Service\AdminGateways;
use Symfony\Component\Console\Input\InputInterface;
use Symfony\Component\Console\Output\OutputInterface;

/** `occ talk_relay:gateways`: the federated conversations, with the state of each of their rooms. */
final class Gateways extends Command {
	public function __construct(
		private readonly AdminGateways $gateways,
	) {
		parent::__construct();
	}

	#[\Override]
	protected function configure(): void {
		parent::configure();
		$this->setName('talk_relay:gateways')->setDescription('List the federated conversations and how they are');
	}

	#[\Override]
	protected function execute(InputInterface $input, OutputInterface $output): int {
		$all = $this->gateways->all();
		$lines = [];
		foreach ($all as $gateway) {
			$lines[] = "{$gateway['id']}  {$gateway['name']} ({$gateway['token']})" . ($gateway['paused'] ? ', paused' : '')
				. ", by {$gateway['createdBy']['name']}";
			foreach ($gateway['members'] as $member) {
				$lines[] = "    {$member['direction']}  {$member['name']} on {$member['networkName']} {$member['server']}: {$member['state']}"
					. ($member['waiting'] > 0 ? ", {$member['waiting']} wait" : '') . ($member['why'] !== '' ? " – {$member['why']}" : '');
			}
		}
		$this->show($input, $output, $all, $lines === [] ? ['No conversation is federated.'] : $lines);
		return self::SUCCESS;
	}
}
