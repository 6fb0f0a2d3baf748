<?php

declare(strict_types=1);

/**
 * SPDX-FileCopyrightText: 2026 Talk Relay contributors
 * SPDX-License-Identifier: AGPL-3.0-or-later
 */

namespace OCA\TalkRelay\Listener;

use OCA\Talk\Events\MessageParseEvent;
use OCA\TalkRelay\Talk\SystemNotices;
use OCP\EventDispatcher\Event;
use OCP\EventDispatcher\IEventListener;
use Psr\Log\LoggerInterface;

/**
 * What was done with a federation, in our words. An exception here would break every chat request: none gets out.
 *
 * @template-implements IEventListener<Event>
 */
final class ShowNotices implements IEventListener {
	public function __construct(
		private readonly SystemNotices $notices,
		private readonly LoggerInterface $logger,
	) {
	}

	#[\Override]
	public function handle(Event $event): void {
		try {
			if ($event instanceof MessageParseEvent) {
				$this->notices->show($event);
			}
		} catch (\Throwable $error) {
			$this->logger->error('A notice could not be shown', ['exception' => $error]);
		}
	}
}
