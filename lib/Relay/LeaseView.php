<?php

declare(strict_types=1);

/**
 * SPDX-FileCopyrightText: 2026 Talk Relay contributors
 * SPDX-License-Identifier: AGPL-3.0-or-later
 */

namespace OCA\TalkRelay\Relay;

use OCP\AppFramework\Utility\ITimeFactory;

/** Looks at the lease that the door gives: which relay is the present one, and when it was last heard. */
final class LeaseView {
	/** A relay that was not heard for so many seconds holds nothing any more; four and a half beats. */
	private const FRESH = 90;

	public function __construct(
		private readonly Leases $leases,
		private readonly ITimeFactory $time,
	) {
	}

	/** Heard a short while ago. */
	public function fresh(): ?Lease {
		$lease = $this->leases->current();
		return $lease !== null && $lease->seen > $this->time->getTime() - self::FRESH ? $lease : null;
	}

	public function heldElsewhere(string $host): bool {
		$lease = $this->fresh();
		return $lease !== null && $lease->host !== $host;
	}
}
