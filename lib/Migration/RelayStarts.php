<?php

declare(strict_types=1);

/**
 * SPDX-FileCopyrightText: 2026 Talk Relay contributors
 * SPDX-License-Identifier: AGPL-3.0-or-later
 */

namespace OCA\TalkRelay\Migration;

use OCA\TalkRelay\Relay\Supervisor;
use OCP\Migration\IOutput;
use OCP\Migration\IRepairStep;

/** After the app was enabled or updated: the relay runs again, from the program that is installed now. */
final class RelayStarts implements IRepairStep {
	public function __construct(
		private readonly Supervisor $supervisor,
	) {
	}

	#[\Override]
	public function getName(): string {
		return 'Start the relay of Talk Relay, if it is switched on';
	}

	#[\Override]
	public function run(IOutput $output): void {
		$did = $this->supervisor->keep(enabling: true);
		if ($did !== '') {
			$output->info($did);
		}
	}
}
