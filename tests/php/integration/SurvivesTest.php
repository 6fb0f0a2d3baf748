<?php

declare(strict_types=1);

/**
 * SPDX-FileCopyrightText: 2026 Talk Relay contributors
 * SPDX-License-Identifier: AGPL-3.0-or-later
 */

namespace OCA\TalkRelay\Tests\integration;

use OCP\IConfig;
use OCP\IDBConnection;
use OCP\Server;
use PHPUnit\Framework\TestCase;

/** A fault of ours never breaks Talk: with our tables gone people go on in a federated conversation as if there were no app. */
final class SurvivesTest extends TestCase {
	private const TABLES = ['outbox', 'people', 'present', 'gateways', 'members', 'inbox', 'files'];
	private Stage $stage;
	private bool $gone = false;

	protected function setUp(): void {
		$this->stage = Stage::open();
		// The web server remembers for a second what is federated.
		usleep(1_200_000);
	}

	protected function tearDown(): void {
		$this->back();
		$this->stage->close();
	}

	private function rename(string $from, string $to): void {
		$prefix = Server::get(IConfig::class)->getSystemValueString('dbtableprefix', 'oc_');
		Server::get(IDBConnection::class)->executeStatement("ALTER TABLE $prefix$from RENAME TO $prefix$to");
	}

	private function gone(): void {
		$this->gone = true;
		foreach (self::TABLES as $table) {
			$this->rename("talk_relay_$table", "talk_relay_{$table}_gone");
		}
	}

	private function back(): void {
		foreach ($this->gone ? self::TABLES : [] as $table) {
			$this->rename("talk_relay_{$table}_gone", "talk_relay_$table");
		}
		$this->gone = false;
	}

	/**
	 * @param list<int> $fine
	 * @return array<array-key, mixed>
	 */
	private function works(string $what, string $method, string $path, array $fine = [200, 201]): array {
		[$status, $data] = $this->stage->ocs($this->stage->marta, $method, $path);
		self::assertContains($status, $fine, $what);
		return $data;
	}

	public function testTalkGoesOn(): void {
		$token = $this->stage->room->getToken();
		$iker = $this->stage->iker->getUID();
		$before = (int)$this->works('writing before', 'POST', "v1/chat/$token?message=antes")['id'];
		$this->gone();
		$id = (int)$this->works('writing', 'POST', "v1/chat/$token?message=hola")['id'];
		self::assertSame('hola', $this->works('reading', 'GET', "v1/chat/$token?lookIntoFuture=0&limit=5")[0]['message'] ?? '');
		$this->works('answering', 'POST', "v1/chat/$token?message=y+t%C3%BA&replyTo=$id");
		$this->works('mentioning', 'POST', "v1/chat/$token?message=" . rawurlencode("@$iker"));
		$this->works('reacting', 'POST', "v1/reaction/$token/$id?reaction=" . rawurlencode('👍'));
		$this->works('reactions', 'GET', "v1/reaction/$token/$id");
		$this->works('taking a reaction back', 'DELETE', "v1/reaction/$token/$id?reaction=" . rawurlencode('👍'));
		$this->works('editing', 'PUT', "v1/chat/$token/$id?message=adi%C3%B3s");
		$this->works('deleting', 'DELETE', "v1/chat/$token/$before", [200, 202]);
		$this->works('the conversations', 'GET', 'v4/room');
		$this->works('the conversation', 'GET', "v4/room/$token");
		$people = $this->works('the participants', 'GET', "v4/room/$token/participants");
		self::assertEqualsCanonicalizing([$this->stage->marta->getUID(), $iker], array_values(array_intersect(array_column($people, 'actorId'), [$this->stage->marta->getUID(), $iker])));
		$this->works('suggestions', 'GET', "v1/chat/$token/mentions?search=ik");
		$this->works('renaming', 'PUT', "v4/room/$token?roomName=Otra");
		$this->works('a description', 'PUT', "v4/room/$token/description?description=algo");
		$this->works('locking', 'PUT', "v4/room/$token/read-only?state=1");
		$this->works('unlocking', 'PUT', "v4/room/$token/read-only?state=0");
		$this->works('a lobby', 'PUT', "v4/room/$token/webinar/lobby?state=1");
		$this->works('no lobby', 'PUT', "v4/room/$token/webinar/lobby?state=0");
		$this->works('a poll', 'POST', "v1/poll/$token?question=%C2%BFCu%C3%A1ndo%3F&options%5B%5D=hoy&options%5B%5D=ma%C3%B1ana&resultMode=0&maxVotes=0");
		$row = array_column($people, 'attendeeId', 'actorId')[$iker] ?? 0;
		$this->works('a moderator more', 'POST', "v4/room/$token/moderators?attendeeId=$row");
		$this->works('joining a call', 'POST', "v4/room/$token/participants/active");
		$this->works('removing somebody', 'DELETE', "v4/room/$token/attendees?attendeeId=$row");
		$this->works('adding somebody', 'POST', "v4/room/$token/participants?newParticipant=$iker&source=users");
		$this->works('the end of the conversation', 'DELETE', "v4/room/$token");
	}

	public function testAPersonCanBeDeleted(): void {
		$this->gone();
		self::assertTrue($this->stage->iker->delete());
		$this->works('the participants', 'GET', "v4/room/{$this->stage->room->getToken()}/participants");
	}
}
