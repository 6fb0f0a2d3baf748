<?php

declare(strict_types=1);

/**
 * SPDX-FileCopyrightText: 2026 Talk Relay contributors
 * SPDX-License-Identifier: AGPL-3.0-or-later
 */

namespace OCA\TalkRelay\Listener;

use OCA\TalkRelay\AppInfo\Application;
use OCP\AppFramework\Http\Events\BeforeTemplateRenderedEvent;
use OCP\EventDispatcher\Event;
use OCP\EventDispatcher\IEventListener;
use OCP\Util;
use Psr\Log\LoggerInterface;

/**
 * Our script on Talk's own page, for people who are logged in. Talk's object exists on other pages, too, where we have no place.
 *
 * @template-implements IEventListener<Event>
 */
final class LoadScripts implements IEventListener {
	public function __construct(
		private readonly LoggerInterface $logger,
	) {
	}

	#[\Override]
	public function handle(Event $event): void {
		try {
			if ($event instanceof BeforeTemplateRenderedEvent && $event->isLoggedIn()
				&& $event->getResponse()->getApp() === 'spreed' && $event->getResponse()->getTemplateName() === 'index') {
				Util::addScript(Application::ID, 'talk_relay-talk', 'spreed');
				Util::addStyle(Application::ID, 'talk_relay-talk');
			}
		} catch (\Throwable $error) {
			$this->logger->error('The script for Talk could not be loaded', ['exception' => $error]);
		}
	}
}
