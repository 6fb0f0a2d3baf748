<?php

declare(strict_types=1);

/**
 * SPDX-FileCopyrightText: 2026 Talk Relay contributors
 * SPDX-License-Identifier: AGPL-3.0-or-later
 */

namespace OCA\TalkRelay\Listener;

use OCA\TalkRelay\Talk\Names;
use OCP\EventDispatcher\Event;
use OCP\EventDispatcher\IEventListener;
use Psr\Log\LoggerInterface;

/**
 * An exception here would break every chat request: none gets out.
 *
 * @template-implements IEventListener<Event>
 */
final class ShowNamesEarly implements IEventListener {
	public function __construct(
		private readonly Names $names,
		private readonly LoggerInterface $logger,
	) {
	}

	public function handle(Event $event): void {
		try {
			$this->names->authors($event);
		} catch (\Throwable $e) {
			$this->logger->error('A remote name could not be shown', ['exception' => $e]);
		}
	}
}
