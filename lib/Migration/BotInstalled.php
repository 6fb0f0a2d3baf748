<?php

declare(strict_types=1);

/**
 * SPDX-FileCopyrightText: 2026 Talk Relay contributors
 * SPDX-License-Identifier: AGPL-3.0-or-later
 */

namespace OCA\TalkRelay\Migration;

use OCA\TalkRelay\Talk\FederationBot;
use OCP\Migration\IOutput;
use OCP\Migration\IRepairStep;

/** Puts the app into the list of bots of each conversation. */
final class BotInstalled implements IRepairStep {
	public function __construct(
		private readonly FederationBot $bot,
	) {
	}

	#[\Override]
	public function getName(): string {
		return 'Put Talk Relay into Talk\'s list of bots';
	}

	#[\Override]
	public function run(IOutput $output): void {
		$this->bot->install();
	}
}
