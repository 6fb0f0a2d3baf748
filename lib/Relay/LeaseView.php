<?php

declare(strict_types=1);

/**
 * SPDX-FileCopyrightText: 2026 Talk Relay contributors
 * SPDX-License-Identifier: AGPL-3.0-or-later
 */

namespace OCA\TalkRelay\Relay;

use OCP\AppFramework\Utility\ITimeFactory;
use OCP\IDBConnection;

/** Looks at the lease that the door gives: which relay is the present one, and when it was last heard. */
final class LeaseView {
	/** A relay that was not heard for so many seconds holds nothing any more; six beats. */
	private const FRESH = 90;

	public function __construct(
		private readonly IDBConnection $database,
		private readonly ITimeFactory $time,
	) {
	}

	public function present(): ?Lease {
		$query = $this->database->getQueryBuilder();
		$result = $query->select('*')->from('talk_relay_lease')->executeQuery();
		$row = $result->fetch();
		$result->closeCursor();
		return $row === false ? null : Lease::fromRow($row);
	}

	/** Heard a short while ago. */
	public function fresh(): ?Lease {
		$lease = $this->present();
		return $lease !== null && $lease->seen > $this->time->getTime() - self::FRESH ? $lease : null;
	}

	public function heldElsewhere(string $host): bool {
		$lease = $this->fresh();
		return $lease !== null && $lease->host !== $host;
	}
}
