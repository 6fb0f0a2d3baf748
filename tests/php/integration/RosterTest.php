<?php

declare(strict_types=1);

/**
 * SPDX-FileCopyrightText: 2026 Talk Relay contributors
 * SPDX-License-Identifier: AGPL-3.0-or-later
 */

namespace OCA\TalkRelay\Tests\integration;

use OCA\TalkRelay\Db\Gateways;
use OCA\TalkRelay\Db\Members;
use OCA\TalkRelay\Door\People;
use OCA\TalkRelay\Door\Person;
use OCA\TalkRelay\Door\Roster;
use OCA\TalkRelay\Service\Federation;
use OCA\TalkRelay\Service\RoomStates;
use OCA\TalkRelay\Service\StoredConfig;
use OCP\Server;
use PHPUnit\Framework\TestCase;

/** Who is in the rooms that a conversation is joined with. */
final class RosterTest extends TestCase {
	private const LAURA = ['id' => 'laura@elsewhere.example', 'name' => 'Laura'];
	private Stage $stage;
	private People $people;
	private string $token;

	protected function setUp(): void {
		$this->stage = Stage::open();
		$this->people = Server::get(People::class);
		$this->token = $this->stage->room->getToken();
	}

	protected function tearDown(): void {
		$this->people->forget($this->token);
		$this->stage->close();
	}

	public function testWhoWasInARoomThatIsTakenOutIsShownNoLonger(): void {
		$member = $this->stage->join();
		$this->stage->join('elsewhere');
		$this->told($member, self::LAURA);
		self::assertTrue($this->isPresent());
		$this->leave($member);
		self::assertFalse($this->isPresent());
	}

	public function testNorWhereTheFederationEnds(): void {
		$member = $this->stage->join();
		$this->told($member, self::LAURA);
		$this->leave($member);
		self::assertFalse($this->isPresent());
	}

	public function testARosterThatComesAfterItsRoomWasTakenOutShowsNobody(): void {
		$member = $this->stage->join();
		$this->stage->join('elsewhere');
		$this->leave($member);
		$this->told($member, self::LAURA);
		self::assertFalse($this->isPresent());
	}

	/** Each room's people are told when they change there, and only then. */
	public function testSomebodyInTwoOfTheRoomsIsInBothAndStaysWhenTheyLeaveOne(): void {
		[$first, $second] = [$this->stage->join('one'), $this->stage->join('two')];
		$shown = fn (): array => array_map(static fn (array $member): array => array_column($member['people'], 'name'),
			array_column(Server::get(RoomStates::class)->of($this->token)['members'], null, 'id'));
		$this->told($first, self::LAURA);
		$this->told($second, self::LAURA);
		self::assertSame([$first => ['Laura'], $second => ['Laura']], $shown());
		$this->told($second);
		self::assertSame([$first => ['Laura'], $second => []], $shown());
		self::assertTrue($this->isPresent());
		$this->told($first);
		self::assertFalse($this->isPresent());
	}

	public function testSomebodyWhoIsShutOutIsSoInEachOfTheRooms(): void {
		$first = $this->stage->join('one');
		$this->stage->join('two');
		Server::get(Members::class)->add($this->stage->gatewayId(), 0, $this->token, '', 'inout', '', 'given', $this->stage->marta->getUID(), 1);
		$this->told($first, self::LAURA);
		$this->people->block($this->token, self::LAURA['id'], true);
		$told = array_values(array_filter(Server::get(StoredConfig::class)->toArray()['gateways'],
			fn (array $gateway): bool => in_array($this->token, array_column($gateway['members'], 'address'), true)));
		self::assertSame([[self::LAURA['id']], [self::LAURA['id']], []], array_column($told[0]['members'], 'blocked'));
	}

	public function testNothingOfWhoWasThereIsLeftOfAConversationThatIsGone(): void {
		$this->told($this->stage->join(), self::LAURA);
		$this->people->forget($this->token);
		$this->people->met($this->token, Person::read(self::LAURA));
		self::assertFalse($this->isPresent());
	}

	/** @param array<string, mixed> ...$people */
	private function told(int $member, array ...$people): void {
		Server::get(Roster::class)->take(['token' => $this->token, 'member' => $member, 'people' => $people]);
	}

	private function leave(int $member): void {
		$gateway = Server::get(Gateways::class)->find($this->stage->gatewayId());
		assert($gateway !== null);
		Server::get(Federation::class)->leave($gateway, $member, $this->stage->marta->getUID());
	}

	private function isPresent(): bool {
		return $this->people->find($this->token, self::LAURA['id'])?->isPresent() === true;
	}
}
