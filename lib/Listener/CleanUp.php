<?php

declare(strict_types=1);

/**
 * SPDX-FileCopyrightText: 2026 Talk Relay contributors
 * SPDX-License-Identifier: AGPL-3.0-or-later
 */

namespace OCA\TalkRelay\Listener;

use OCA\TalkRelay\Talk\Deletions;
use OCP\EventDispatcher\Event;
use OCP\EventDispatcher\IEventListener;
use Psr\Log\LoggerInterface;

/**
 * What Talk removed takes our part of it along.
 *
 * @template-implements IEventListener<Event>
 */
final class CleanUp implements IEventListener {
	public function __construct(
		private readonly Deletions $deletions,
		private readonly LoggerInterface $logger,
	) {
	}

	public function handle(Event $event): void {
		try {
			$this->deletions->after($event);
		} catch (\Throwable $e) {
			$this->logger->error('What Talk removed left something behind', ['exception' => $e]);
		}
	}
}
