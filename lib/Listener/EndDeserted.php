<?php

declare(strict_types=1);

/**
 * SPDX-FileCopyrightText: 2026 Talk Relay contributors
 * SPDX-License-Identifier: AGPL-3.0-or-later
 */

namespace OCA\TalkRelay\Listener;

use OCA\Talk\Events\AttendeesRemovedEvent;
use OCA\TalkRelay\Talk\Deserted;
use OCP\EventDispatcher\Event;
use OCP\EventDispatcher\IEventListener;
use Psr\Log\LoggerInterface;

/**
 * A conversation that everybody has left goes, as it would without the app.
 *
 * @template-implements IEventListener<Event>
 */
final class EndDeserted implements IEventListener {
	public function __construct(
		private readonly Deserted $deserted,
		private readonly LoggerInterface $logger,
	) {
	}

	#[\Override]
	public function handle(Event $event): void {
		try {
			if ($event instanceof AttendeesRemovedEvent) {
				$this->deserted->after($event->getRoom());
			}
		} catch (\Throwable $error) {
			$this->logger->error('A conversation that everybody has left could not be deleted', ['exception' => $error]);
		}
	}
}
