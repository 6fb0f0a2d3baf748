<?php

declare(strict_types=1);

/**
 * SPDX-FileCopyrightText: 2026 Talk Relay contributors
 * SPDX-License-Identifier: AGPL-3.0-or-later
 */

namespace OCA\TalkRelay\Tests\integration;

use OCA\TalkRelay\Relay\HttpClient;
use OCA\TalkRelay\Relay\Leases;
use OCA\TalkRelay\Relay\LeaseView;
use OCA\TalkRelay\Relay\Supervisor;
use OCA\TalkRelay\Service\RelaySettings;
use OCP\Server;

/** The app's switch, for a test: a server on which it was off is so again after it. */
final class Switched {
	private function __construct(
		private readonly bool $wasOn,
		private readonly string $mode,
	) {
	}

	/** The door answers no relay while it is off. Whose relay is "external", nothing is started for. */
	public static function on(): self {
		return self::to(RelaySettings::EXTERNAL);
	}

	/** With a relay that the app starts. */
	public static function running(): self {
		$before = self::to(RelaySettings::MANAGED);
		$supervisor = Server::get(Supervisor::class);
		$lease = Server::get(LeaseView::class)->fresh();
		if ($lease?->host === 'test') {
			// That of a Visitor, who is gone.
			Server::get(Leases::class)->end($lease->generation);
		}
		$supervisor->start();
		$supervisor->awaitAnswer(Server::get(HttpClient::class));
		return $before;
	}

	private static function to(string $mode): self {
		$settings = Server::get(RelaySettings::class);
		$before = new self($settings->on(), $settings->mode());
		if (!$before->wasOn) {
			$settings->write(['mode' => $mode]);
			$settings->switch(true);
		}
		return $before;
	}

	public function back(): void {
		if (!$this->wasOn) {
			$settings = Server::get(RelaySettings::class);
			$settings->switch(false);
			Server::get(Supervisor::class)->stop();
			$settings->write(['mode' => $this->mode]);
		}
	}
}
