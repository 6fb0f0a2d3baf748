<?php

declare(strict_types=1);

/**
 * SPDX-FileCopyrightText: 2026 Talk Relay contributors
 * SPDX-License-Identifier: AGPL-3.0-or-later
 */

namespace OCA\TalkRelay\Tests\integration;

use OCA\TalkRelay\Db\Gateways;
use OCA\TalkRelay\Db\Members;
use OCA\TalkRelay\Model\Gateway;
use OCA\TalkRelay\Notification\Notifier;
use OCA\TalkRelay\Service\Announcements;
use OCA\TalkRelay\Service\Federation;
use OCA\TalkRelay\Service\StoredReports;
use OCP\Notification\IManager;
use OCP\Server;
use PHPUnit\Framework\Attributes\DataProvider;
use PHPUnit\Framework\TestCase;

/** Whom the relay's reports reach, and what they read. */
final class StuckTest extends TestCase {
	public function testModeratorsLearnOnceWhatIsStuckAndNoMoreWhenItMoves(): void {
		$stage = Stage::open();
		try {
			$gateway = Server::get(Gateways::class)->ofRoom($stage->room->getToken());
			self::assertNotNull($gateway);
			$member = Server::get(Members::class)->add($gateway->id, 0, 'there', 'Family there', 'inout', '', 'given', 'x', 1);
			$stuck = ['what' => 'stuck', 'member' => $member, 'why' => 'the password was revoked', 'fault' => 'account', 'since' => 1];
			Server::get(StoredReports::class)->take([$stuck, $stuck]);
			self::assertSame([1, 0], [$this->waiting($member, $stage->marta->getUID()), $this->waiting($member, $stage->iker->getUID())]);
			Server::get(StoredReports::class)->take([['what' => 'moving', 'member' => $member]]);
			self::assertSame(0, $this->waiting($member, $stage->marta->getUID()));
			Server::get(Members::class)->deleteOf($gateway->id);
		} finally {
			$stage->close();
		}
	}

	/** @return array<string, array{\Closure(Stage, Gateway, int): void}> what ends a member while it is stuck */
	public static function ends(): array {
		return [
			'the last one is taken out' => [static function (Stage $stage, Gateway $gateway, int $member): void {
				Server::get(Federation::class)->leave($gateway, $member, $stage->marta->getUID());
			}],
			'one of two is taken out' => [static function (Stage $stage, Gateway $gateway, int $member): void {
				$stage->join('another');
				Server::get(Federation::class)->leave($gateway, $member, $stage->marta->getUID());
			}],
			'the federation ends' => [static function (Stage $stage, Gateway $gateway): void {
				Server::get(Federation::class)->end($gateway, $stage->marta->getUID());
			}],
			'a moderator there ends it' => [static function (Stage $stage, Gateway $gateway, int $member): void {
				Server::get(StoredReports::class)->take([['what' => 'consent', 'member' => $member, 'consent' => 'stopped', 'by' => 'Laura']]);
			}],
		];
	}

	/** @param \Closure(Stage, Gateway, int): void $end */
	#[DataProvider('ends')]
	public function testNobodyIsToldOfAMemberThatIsThereNoLonger(\Closure $end): void {
		$stage = Stage::open();
		try {
			$gateway = Server::get(Gateways::class)->ofRoom($stage->room->getToken());
			self::assertNotNull($gateway);
			$member = $stage->join();
			Server::get(StoredReports::class)->take([['what' => 'stuck', 'member' => $member, 'why' => 'the password was revoked', 'fault' => 'account']]);
			self::assertSame(1, $this->waiting($member, $stage->marta->getUID()));
			$end($stage, $gateway, $member);
			self::assertSame(0, $this->waiting($member, $stage->marta->getUID()));
		} finally {
			$stage->close();
		}
	}

	public function testWhatIsReadNamesBothAndLeadsToWhereItCanBeMended(): void {
		$stage = Stage::open();
		try {
			$token = $stage->room->getToken();
			// A moderator, an ordinary person of the conversation, an administrator who is not in it.
			$pages = [$stage->marta->getUID() => "/apps/talk_relay/room/$token", $stage->iker->getUID() => '/settings/admin/talk', 'x' => '/settings/admin/talk'];
			foreach ($pages as $user => $page) {
				$facts = ['token' => $token, 'room' => 'Family', 'other' => 'Family there', 'why' => 'no answer'];
				$notification = Server::get(IManager::class)->createNotification()->setApp('talk_relay')->setUser($user)->setDateTime(new \DateTime())
					->setObject('member', '7')->setSubject('stuck', $facts);
				$shown = Server::get(Notifier::class)->prepare($notification, 'es');
				self::assertSame(['Stage', 'Family there'], array_column($shown->getRichSubjectParameters(), 'name'));
				self::assertStringEndsWith($page, $shown->getLink());
				self::assertSame('no answer', $shown->getParsedMessage());
			}
		} finally {
			$stage->close();
		}
	}

	public function testWhatWasDoneIsSaidInTheConversationAndNothingOfItGoesToTheRelay(): void {
		$stage = Stage::open();
		try {
			$gateway = Server::get(Gateways::class)->ofRoom($stage->room->getToken());
			self::assertNotNull($gateway);
			Server::get(Announcements::class)->joined($gateway, $stage->marta->getUID(), '<b>Family</b>', 'cloud.example.org', 'inout', 'given');
			self::assertSame([], $stage->takeRows());
		} finally {
			$stage->close();
		}
	}

	private function waiting(int $member, string $user): int {
		$notifications = Server::get(IManager::class);
		return $notifications->getCount($notifications->createNotification()->setApp('talk_relay')->setObject('member', (string)$member)->setUser($user));
	}
}
