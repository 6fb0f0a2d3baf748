<?php

declare(strict_types=1);

/**
 * SPDX-FileCopyrightText: 2026 Talk Relay contributors
 * SPDX-License-Identifier: AGPL-3.0-or-later
 */

namespace OCA\TalkRelay\Door;

use OCA\TalkRelay\Relay\Lease;
use OCA\TalkRelay\Relay\Leases;
use OCA\TalkRelay\Relay\LeaseView;
use OCA\TalkRelay\Service\DoorConfig;
use OCP\AppFramework\Http;

/** A relay says that it is here, or still here. */
final class LeaseDesk {
	public function __construct(
		private readonly Leases $leases,
		private readonly LeaseView $view,
		private readonly DoorConfig $config,
	) {
	}

	/**
	 * @param bool $rested it was sent away for a while, and others may have come since
	 * @param int $generation that the call was signed with
	 * @return array{generation: int, heartbeat: int, revision: int}
	 * @throws Shut when it beats or rested, and another has taken over
	 */
	public function answer(Lease $asking, bool $beat, bool $rested, int $generation): array {
		if ($beat ? !$this->leases->beat($generation) : $rested && $this->view->fresh() !== null) {
			throw new Shut(Http::STATUS_CONFLICT, 'superseded', 'Another relay has taken over');
		}
		$held = $beat ? $generation : $this->leases->take($asking);
		return ['generation' => $held, 'heartbeat' => Leases::HEARTBEAT, 'revision' => $this->config->revision()];
	}
}
