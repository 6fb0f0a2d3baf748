<?php

declare(strict_types=1);

/**
 * SPDX-FileCopyrightText: 2026 Talk Relay contributors
 * SPDX-License-Identifier: AGPL-3.0-or-later
 */

namespace OCA\TalkRelay\Tests\integration;

use OCA\TalkRelay\Door\People;
use OCA\TalkRelay\Door\Roster;
use OCA\TalkRelay\Talk\Blocking;
use OCA\TalkRelay\Talk\ServiceUser;
use OCP\EventDispatcher\IEventDispatcher;
use OCP\Log\Audit\CriticalActionPerformedEvent;
use OCP\Server;
use PHPUnit\Framework\TestCase;

/** Remote people in Talk's own answers, as its clients get them over HTTP. */
final class PagesTest extends TestCase {
	private const LAURA = ['id' => 'laura@elsewhere.example', 'name' => 'Laura'];
	private const PEDRO = ['id' => 'pedro@elsewhere.example', 'name' => 'Pedro'];
	private static ?Stage $shared = null;
	/** The room that they are in, and another one. */
	private static int $there = 0;
	private static int $elsewhere = 0;
	private Stage $stage;

	public static function tearDownAfterClass(): void {
		self::$shared?->close();
		self::$shared = null;
	}

	protected function setUp(): void {
		if (self::$shared === null) {
			self::$shared = Stage::open();
			self::$there = self::$shared->join();
			self::$elsewhere = self::$shared->join('elsewhere');
			usleep(1_200_000);
			Server::get(ServiceUser::class)->join(self::$shared->room);
		}
		$this->stage = self::$shared;
		Server::get(Roster::class)->take(['token' => $this->stage->room->getToken(), 'member' => self::$there, 'people' => [self::LAURA, self::PEDRO]]);
	}

	public function testAreAmongTheParticipantsAndTheServiceUserIsNot(): void {
		self::assertSame(['Iker', 'Laura', 'Marta', 'Pedro'], $this->names());
	}

	public function testAreAmongThemOnceWhileTheyAreInAnyOfTheRooms(): void {
		$roster = Server::get(Roster::class);
		$elsewhere = ['token' => $this->stage->room->getToken(), 'member' => self::$elsewhere];
		$roster->take($elsewhere + ['people' => [self::LAURA]]);
		self::assertSame(['Iker', 'Laura', 'Marta', 'Pedro'], $this->names());
		$roster->take($elsewhere + ['people' => []]);
		self::assertSame(['Iker', 'Laura', 'Marta', 'Pedro'], $this->names());
	}

	public function testAreSuggestedForMentions(): void {
		$token = $this->stage->room->getToken();
		$found = $this->stage->ocs($this->stage->iker, 'GET', "v1/chat/$token/mentions?search=lau")[1];
		self::assertSame([['Laura', 'federated_user/laura@elsewhere.example']],
			array_map(static fn (array $one): array => [$one['label'], $one['mentionId']], $found));
		self::assertSame([], $this->stage->ocs($this->stage->iker, 'GET', "v1/chat/$token/mentions?search=relay")[1]);
	}

	public function testAModeratorShutsOneOutByRemovingAndNobodyElseDoes(): void {
		$token = $this->stage->room->getToken();
		$people = Server::get(People::class);
		$people->reread();
		$row = -($people->find($token, 'pedro@elsewhere.example')?->row ?? 0);
		self::assertSame(403, $this->stage->ocs($this->stage->iker, 'DELETE', "v4/room/$token/attendees?attendeeId=$row")[0]);
		self::assertContains('Pedro', $this->names());
		self::assertSame(404, $this->stage->ocs($this->stage->marta, 'DELETE', "v4/room/$token/attendees?attendeeId=-99999999")[0]);
		self::assertSame(200, $this->stage->ocs($this->stage->marta, 'DELETE', "v4/room/$token/attendees?attendeeId=$row")[0]);
		self::assertNotContains('Pedro', $this->names());
		self::assertContains('people', array_column(array_column($this->stage->takeRows(), 'body'), 'what'));
		$people->reread();
		$people->block($token, 'pedro@elsewhere.example', false);
	}

	public function testRemovingOneIsAudited(): void {
		$token = $this->stage->room->getToken();
		$people = Server::get(People::class);
		$people->reread();
		$row = $people->find($token, 'pedro@elsewhere.example')?->row ?? 0;
		$audited = [];
		$listen = static function (CriticalActionPerformedEvent $event) use (&$audited): void {
			$audited[] = vsprintf($event->getLogMessage(), $event->getParameters());
		};
		$dispatcher = Server::get(IEventDispatcher::class);
		$dispatcher->addListener(CriticalActionPerformedEvent::class, $listen);
		$answer = Server::get(Blocking::class)->instead($this->stage->room, $this->stage->participant($this->stage->marta), -$row);
		$dispatcher->removeListener(CriticalActionPerformedEvent::class, $listen);
		self::assertSame(200, $answer?->getStatus());
		self::assertSame(["Remote person \"pedro@elsewhere.example\" blocked in conversation \"$token\" by \"{$this->stage->marta->getUID()}\""], $audited);
		$people->reread();
		$people->block($token, 'pedro@elsewhere.example', false);
	}

	public function testHaveAFaceForPeopleOfTheConversationOnly(): void {
		$token = $this->stage->room->getToken();
		$path = "v1/proxy/$token/user-avatar/64?cloudId=" . rawurlencode('laura@https://elsewhere.example');
		self::assertSame(200, $this->stage->ocs($this->stage->iker, 'GET', $path)[0]);
		self::assertNotSame(200, $this->stage->ocs(null, 'GET', $path)[0]);
	}

	/** @return list<string> */
	private function names(): array {
		$rows = $this->stage->ocs($this->stage->iker, 'GET', "v4/room/{$this->stage->room->getToken()}/participants?includeStatus=true")[1];
		$names = array_column($rows, 'displayName');
		sort($names);
		return $names;
	}
}
