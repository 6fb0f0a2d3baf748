<?php

declare(strict_types=1);

/**
 * SPDX-FileCopyrightText: 2026 Talk Relay contributors
 * SPDX-License-Identifier: AGPL-3.0-or-later
 */

namespace OCA\TalkRelay\Service;

use OCA\TalkRelay\Door\Happening;
use OCA\TalkRelay\Door\Outbox;
use OCA\TalkRelay\Door\People;
use OCA\TalkRelay\Door\Person;
use OCA\TalkRelay\Door\Verdict;
use OCA\TalkRelay\Model\Gateway;

/** Shuts remote people out of one conversation, and lets them in again. */
final class Blocking {
	public function __construct(
		private readonly People $people,
		private readonly DoorConfig $config,
		private readonly Announcements $announcements,
		private readonly Outbox $outbox,
	) {
	}

	/**
	 * Also somebody who has said nothing yet.
	 *
	 * @throws Invalid
	 */
	public function block(Gateway $gateway, string $user, string $id, string $name): void {
		try {
			$person = Person::read(['id' => $id, 'name' => $name]);
		} catch (Verdict) {
			throw Invalid::one('person', Text::of('There is no such person.'));
		}
		if ($this->people->find($gateway->token, $id) === null) {
			$this->people->met($gateway->token, $person);
		}
		$this->people->block($gateway->token, $id, true);
		$this->done($gateway, $user, 'blocked', $id);
	}

	/** @throws Missing */
	public function unblock(Gateway $gateway, string $user, string $id): void {
		if (!$this->people->block($gateway->token, $id, false)) {
			throw new Missing();
		}
		$this->done($gateway, $user, 'let in again', $id);
	}

	private function done(Gateway $gateway, string $user, string $what, string $id): void {
		$this->outbox->add(new Happening($gateway->token, Happening::ROOM, ['what' => 'people', 'value' => null]));
		$this->config->changed();
		$this->announcements->audit('Remote person "%s" %s in conversation "%s" by "%s"',
			['person' => $id, 'what' => $what, 'token' => $gateway->token, 'user' => $user]);
	}
}
