<?php

declare(strict_types=1);

/**
 * SPDX-FileCopyrightText: 2026 Talk Relay contributors
 * SPDX-License-Identifier: AGPL-3.0-or-later
 */

namespace OCA\TalkRelay\Listener;

use OCA\Talk\Events\BotEnabledEvent;
use OCA\TalkRelay\Talk\FederationBot;
use OCP\EventDispatcher\Event;
use OCP\EventDispatcher\IEventListener;
use Psr\Log\LoggerInterface;

/**
 * Enabled in a conversation, the app's bot says the way to its federation.
 *
 * @template-implements IEventListener<Event>
 */
final class GreetAsBot implements IEventListener {
	public function __construct(
		private readonly FederationBot $bot,
		private readonly LoggerInterface $logger,
	) {
	}

	#[\Override]
	public function handle(Event $event): void {
		try {
			if ($event instanceof BotEnabledEvent) {
				$this->bot->greet($event);
			}
		} catch (\Throwable $error) {
			$this->logger->error('The bot of Talk Relay could not say its link', ['exception' => $error]);
		}
	}
}
