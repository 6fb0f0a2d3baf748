<?php

declare(strict_types=1);

/**
 * SPDX-FileCopyrightText: 2026 Talk Relay contributors
 * SPDX-License-Identifier: AGPL-3.0-or-later
 */

namespace OCA\TalkRelay;

use OCA\TalkRelay\Service\Denied;
use OCA\TalkRelay\Service\Rights;
use OCP\Capabilities\ICapability;
use OCP\IUserSession;

/**
 * Tells clients whether this person may federate conversations (`federate`), so that they show the way to it or leave it out. That they
 * moderate the conversation is another matter.
 */
final class Capabilities implements ICapability {
	public function __construct(
		private readonly Rights $rights,
		private readonly IUserSession $session,
	) {
	}

	/** @return array{talk_relay: array{federate: bool}} */
	#[\Override]
	public function getCapabilities(): array {
		try {
			$this->rights->person($this->session->getUser()?->getUID());
			return ['talk_relay' => ['federate' => true]];
		} catch (Denied) {
			return ['talk_relay' => ['federate' => false]];
		}
	}
}
