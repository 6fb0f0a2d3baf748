<?php

declare(strict_types=1);

/**
 * SPDX-FileCopyrightText: 2026 Talk Relay contributors
 * SPDX-License-Identifier: AGPL-3.0-or-later
 */

namespace OCA\TalkRelay\Migration;

use OCA\TalkRelay\Relay\Supervisor;
use OCA\TalkRelay\Service\RelaySettings;
use OCA\TalkRelay\Talk\Missed;
use OCP\Migration\IOutput;
use OCP\Migration\IRepairStep;

/**
 * Nextcloud runs an app's uninstall steps on every disable, also on the one it does by itself at an upgrade: so this ends the process
 * and keeps everything. Removing is `occ talk_relay:purge`.
 */
final class RelayStops implements IRepairStep {
	public function __construct(
		private readonly Supervisor $supervisor,
		private readonly RelaySettings $settings,
		private readonly Missed $missed,
	) {
	}

	#[\Override]
	public function getName(): string {
		return 'End the relay of Talk Relay; everything is kept';
	}

	#[\Override]
	public function run(IOutput $output): void {
		// First: from now on nobody tells the relay what is written.
		$this->missed->keepPlace();
		// Where it runs elsewhere it hears that from the door only, which is gone with the app.
		$held = $this->settings->held();
		$this->settings->hold(true);
		try {
			if (!$this->supervisor->stop(Supervisor::ANYWHERE)) {
				$output->warning($this->supervisor->stays()->getMessage());
			}
		} finally {
			$this->settings->hold($held);
		}
	}
}
