<?php

declare(strict_types=1);

/**
 * SPDX-FileCopyrightText: 2026 Talk Relay contributors
 * SPDX-License-Identifier: AGPL-3.0-or-later
 */

namespace OCA\TalkRelay\Talk;

use OCA\Talk\Chat\ChatManager;
use OCA\Talk\Events\BotEnabledEvent;
use OCA\Talk\Events\BotInstallEvent;
use OCA\Talk\Events\BotUninstallEvent;
use OCA\Talk\Model\Attendee;
use OCA\Talk\Model\Bot;
use OCA\TalkRelay\AppInfo\Application;
use OCA\TalkRelay\Service\RelaySettings;
use OCP\AppFramework\Utility\ITimeFactory;
use OCP\EventDispatcher\IEventDispatcher;
use OCP\IURLGenerator;
use OCP\L10N\IFactory;
use Psr\Container\ContainerInterface;
use Psr\Log\LoggerInterface;

/**
 * A way in by the list of bots in a conversation's settings, which every client has: a moderator who enables this one gets the link to the
 * conversation's federation. It does nothing else, and Talk leaves it out while the app is disabled (BotService::isAppForBotEnabled).
 */
final class FederationBot {
	/** Shown in the list and as who says it; Talk has them in one language for everybody. */
	public const NAME = 'Talk Relay';
	private const DESCRIPTION = 'Joins this conversation with conversations on other servers: once enabled, it answers with the link to that.';

	public function __construct(
		private readonly RelaySettings $settings,
		private readonly IEventDispatcher $dispatcher,
		private readonly IURLGenerator $urls,
		private readonly IFactory $languages,
		private readonly ITimeFactory $time,
		private readonly ContainerInterface $parts,
		private readonly LoggerInterface $logger,
	) {
	}

	/** Where Talk is there; once is enough, and again does no harm. */
	public function install(): void {
		if (!class_exists(BotInstallEvent::class)) {
			return;
		}
		try {
			$this->dispatcher->dispatchTyped(
				new BotInstallEvent(self::NAME, $this->settings->botSecret(), self::url(), self::DESCRIPTION, Bot::FEATURE_EVENT));
		} catch (\Throwable $error) {
			// Such as: Talk knows it by another secret, after a database was restored in parts. What asks for this has more important things to do.
			$this->logger->warning('Talk does not take the bot of Talk Relay', ['exception' => $error]);
		}
	}

	public function remove(): void {
		if (class_exists(BotUninstallEvent::class)) {
			$this->dispatcher->dispatchTyped(new BotUninstallEvent($this->settings->botSecret(), self::url()));
		}
	}

	/** Says the link, in the language of whoever enabled it. Talk gives a bot no chance to answer to that by itself (BotService::invokeBots). */
	public function greet(BotEnabledEvent $event): void {
		$bot = $event->getBotServer();
		if ($bot->getUrl() !== self::url()) {
			return;
		}
		$this->settings->reread();
		$room = $event->getRoom();
		$l10n = $this->languages->get(Application::ID);
		$link = $this->urls->linkToRouteAbsolute('talk_relay.page.room', ['token' => $room->getToken()]);
		$text = $this->settings->on()
			? $l10n->t('Here a moderator joins this conversation with others: %s', [$link])
			: $l10n->t('Federation is switched off. An administrator can switch the relay on in the Talk section of the administration settings.');
		$when = \DateTime::createFromInterface($this->time->now());
		Injection::run(fn () => $this->parts->get(ChatManager::class)->sendMessage($room, null, Attendee::ACTOR_BOTS,
			Attendee::ACTOR_BOT_PREFIX . $bot->getUrlHash(), $text, $when, null, '', true, false));
	}

	private static function url(): string {
		return Bot::URL_APP_PREFIX . Application::ID;
	}
}
