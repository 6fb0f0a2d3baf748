<?php

declare(strict_types=1);

/**
 * SPDX-FileCopyrightText: 2026 Talk Relay contributors
 * SPDX-License-Identifier: AGPL-3.0-or-later
 */

namespace OCA\TalkRelay\Notification;

use OCA\TalkRelay\AppInfo\Application;
use OCA\TalkRelay\Model\Gateway;
use OCA\TalkRelay\Model\Member;
use OCA\TalkRelay\Talk\RoomStandings;
use OCP\AppFramework\Utility\ITimeFactory;
use OCP\IGroupManager;
use OCP\IUser;
use OCP\Notification\IManager;
use OCP\Notification\INotification;

/** Tells the moderators of a conversation, and administrators where it is their account's fault, that nothing gets through; once. */
final class StuckNotices {
	public const SUBJECT = 'stuck';

	public function __construct(
		private readonly IManager $notifications,
		private readonly RoomStandings $rooms,
		private readonly IGroupManager $groups,
		private readonly ITimeFactory $time,
	) {
	}

	public function tell(Gateway $gateway, Member $member, string $why, bool $administrators): void {
		$this->withdraw($member);
		$admins = $administrators ? array_map(static fn (IUser $user): string => $user->getUID(),
			array_values($this->groups->get('admin')?->getUsers() ?? [])) : [];
		foreach (array_unique([...$this->rooms->moderators($gateway->token), ...$admins]) as $user) {
			$notification = $this->about($member)->setUser($user)->setDateTime(\DateTime::createFromInterface($this->time->now()))->setSubject(self::SUBJECT, [
				'token' => $gateway->token, 'room' => $gateway->label, 'other' => $member->label !== '' ? $member->label
					: $member->address, 'why' => mb_substr($why, 0, 500),
			]);
			$this->notifications->notify($notification);
		}
	}

	/** It moves again, or nothing goes there any more. */
	public function withdraw(Member $member): void {
		$this->notifications->markProcessed($this->about($member));
	}

	private function about(Member $member): INotification {
		return $this->notifications->createNotification()->setApp(Application::ID)->setObject('member', (string)$member->id);
	}
}
