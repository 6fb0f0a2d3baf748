<?php

declare(strict_types=1);

/**
 * SPDX-FileCopyrightText: 2026 Talk Relay contributors
 * SPDX-License-Identifier: AGPL-3.0-or-later
 */

namespace OCA\TalkRelay\Notification;

use OCA\TalkRelay\AppInfo\Application;
use OCA\TalkRelay\Relay\Sentence;
use OCA\TalkRelay\Talk\RoomStandings;
use OCP\IURLGenerator;
use OCP\L10N\IFactory;
use OCP\Notification\INotification;
use OCP\Notification\INotifier;
use OCP\Notification\UnknownNotificationException;

/** Words for the app's notifications. */
final class Notifier implements INotifier {
	public function __construct(
		private readonly IFactory $languages,
		private readonly IURLGenerator $urls,
		private readonly RoomStandings $rooms,
	) {
	}

	#[\Override]
	public function getID(): string {
		return Application::ID;
	}

	#[\Override]
	public function getName(): string {
		return $this->languages->get(Application::ID)->t('Talk Relay');
	}

	#[\Override]
	public function prepare(INotification $notification, string $languageCode): INotification {
		if ($notification->getApp() !== Application::ID || $notification->getSubject() !== StuckNotices::SUBJECT) {
			throw new UnknownNotificationException();
		}
		$l = $this->languages->get(Application::ID, $languageCode);
		$facts = $notification->getSubjectParameters();
		$token = (string)($facts['token'] ?? '');
		$room = $this->rooms->name($token) ?? (string)($facts['room'] ?? '');
		return $notification
			->setIcon($this->urls->getAbsoluteURL($this->urls->imagePath(Application::ID, 'app-dark.svg')))
			->setLink($this->pageFor($notification->getUser(), $token))
			->setRichSubject($l->t('Messages of {conversation} do not reach {other}'), [
				'conversation' => ['type' => 'highlight', 'id' => $token, 'name' => $room],
				'other' => ['type' => 'highlight', 'id' => $notification->getObjectId(), 'name' => (string)($facts['other'] ?? '')],
			])
			->setParsedMessage(Sentence::in($l, (string)($facts['why'] ?? '')));
	}

	/** Where they can do something about it: an administrator need not be in the conversation, whose account it goes by. */
	private function pageFor(string $user, string $token): string {
		return in_array($user, $this->rooms->moderators($token), true)
			? $this->urls->linkToRouteAbsolute('talk_relay.page.room', ['token' => $token])
			: $this->urls->linkToRouteAbsolute('settings.AdminSettings.index', ['section' => 'talk']);
	}
}
