<?php

declare(strict_types=1);

/**
 * SPDX-FileCopyrightText: 2026 Talk Relay contributors
 * SPDX-License-Identifier: AGPL-3.0-or-later
 */

namespace OCA\TalkRelay\Service;

use OCA\TalkRelay\Model\Gateway;
use OCA\TalkRelay\Talk\SystemNotices;
use OCP\EventDispatcher\IEventDispatcher;
use OCP\Log\Audit\CriticalActionPerformedEvent;
use Psr\Log\LoggerInterface;

/** Tells the people of a conversation, and the audit log, what was done with its federation. A fault in telling undoes nothing. */
final class Announcements {
	public function __construct(
		private readonly SystemNotices $notices,
		private readonly IEventDispatcher $dispatcher,
		private readonly LoggerInterface $logger,
	) {
	}

	/** `$direction` and `$consent`: the member's, for what people are told is to be what happens. */
	public function joined(Gateway $gateway, string $user, string $room, string $server, string $direction, string $consent): void {
		$what = match (true) {
			$consent !== 'given' => SystemNotices::ASKED,
			$direction === 'in' => SystemNotices::JOINED_IN,
			$direction === 'out' => SystemNotices::JOINED_OUT,
			default => SystemNotices::JOINED,
		};
		$this->tell($gateway, $user, $what, $room === '' ? $server : "$room ($server)");
	}

	/** `$user`: as `ended` takes it. */
	public function left(Gateway $gateway, ?string $user, string $room): void {
		$this->tell($gateway, $user, SystemNotices::LEFT, $room);
	}

	public function changed(Gateway $gateway, string $user): void {
		$this->tell($gateway, $user, SystemNotices::CHANGED);
	}

	public function paused(Gateway $gateway, string $user): void {
		$this->tell($gateway, $user, SystemNotices::PAUSED);
	}

	public function resumed(Gateway $gateway, string $user): void {
		$this->tell($gateway, $user, SystemNotices::RESUMED);
	}

	/** Null: by nobody, the conversation itself is gone, or whoever it went by: nothing is said in it. Empty: by the command line. */
	public function ended(Gateway $gateway, ?string $user): void {
		$this->tell($gateway, $user, SystemNotices::ENDED);
	}

	/**
	 * Of what does not concern one conversation: an account, the switch, the secret.
	 *
	 * @param array<string, string> $parameters
	 */
	public function audit(string $sentence, array $parameters): void {
		$this->dispatcher->dispatchTyped(new CriticalActionPerformedEvent($sentence, $parameters));
	}

	private function tell(Gateway $gateway, ?string $user, string $what, string $other = ''): void {
		try {
			$this->audit('Federation of conversation "%s" (%s): %s %s, by "%s"', [
				'token' => $gateway->token, 'gateway' => $gateway->name(), 'what' => $what, 'other' => $other, 'user' => $user ?? '',
			]);
			if ($user !== null) {
				$this->notices->say($gateway->token, $user, $what, $other);
			}
		} catch (\Throwable $error) {
			$this->logger->error('A change of a conversation\'s federation could not be announced', ['exception' => $error]);
		}
	}
}
