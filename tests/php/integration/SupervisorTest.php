<?php

declare(strict_types=1);

/**
 * SPDX-FileCopyrightText: 2026 Talk Relay contributors
 * SPDX-License-Identifier: AGPL-3.0-or-later
 */

namespace OCA\TalkRelay\Tests\integration;

use OC\Migration\NullOutput;
use OCA\TalkRelay\Migration\RelayStarts;
use OCA\TalkRelay\Relay\CannotStart;
use OCA\TalkRelay\Relay\HttpClient;
use OCA\TalkRelay\Relay\Lease;
use OCA\TalkRelay\Relay\Leases;
use OCA\TalkRelay\Relay\LeaseView;
use OCA\TalkRelay\Relay\PidRecord;
use OCA\TalkRelay\Relay\Processes;
use OCA\TalkRelay\Relay\StateFolder;
use OCA\TalkRelay\Relay\Supervisor;
use OCA\TalkRelay\Relay\Watch;
use OCA\TalkRelay\Service\RelaySettings;
use OCP\IDBConnection;
use OCP\Server;
use PHPUnit\Framework\TestCase;

/** At most one relay, whatever happened before: real processes of the relay, started as the app starts them. */
final class SupervisorTest extends TestCase {
	private Supervisor $supervisor;
	private RelaySettings $settings;
	private Processes $processes;
	private bool $on;

	protected function setUp(): void {
		$this->supervisor = Server::get(Supervisor::class);
		$this->settings = Server::get(RelaySettings::class);
		$this->processes = Server::get(Processes::class);
		$this->on = $this->settings->on();
		self::assertTrue($this->settings->managed(), 'this server’s relay is run by somebody else');
		$this->settings->switch(false);
		self::assertTrue($this->supervisor->stop(Supervisor::ANYWHERE));
		$this->settings->switch(true);
	}

	protected function tearDown(): void {
		$this->settings->switch(false);
		$this->forgetLease();
		$this->supervisor->stop();
		$this->settings->switch($this->on);
		$this->supervisor->keep();
	}

	private function pidFile(): string {
		return Server::get(StateFolder::class)->file('relay.pid');
	}

	private function record(): PidRecord {
		return $this->supervisor->running() ?? self::fail('none runs');
	}

	private function forgetLease(): void {
		$query = Server::get(IDBConnection::class)->getQueryBuilder();
		$query->update('talk_relay_lease')->set('seen_at', $query->createNamedParameter(0))->executeStatement();
	}

	/** Waits for the lease of that process. */
	private function leased(int $pid): Lease {
		$end = microtime(true) + 20;
		do {
			usleep(100_000);
			$lease = Server::get(LeaseView::class)->fresh();
		} while ($lease?->pid !== $pid && microtime(true) < $end);
		return $lease?->pid === $pid ? $lease : self::fail("process $pid got no lease");
	}

	/** @return list<int> processes of relays that keep their state here */
	private function relays(): array {
		$pids = array_map(intval(...), array_filter(scandir('/proc') ?: [], ctype_digit(...)));
		return array_values(array_filter($pids,
			fn (int $pid): bool => $this->processes->startOf($pid) !== null && $this->processes->mentions($pid, Server::get(StateFolder::class)->path())));
	}

	public function testStartedOnceItIsThereOnce(): void {
		self::assertTrue($this->supervisor->start());
		$pid = $this->record()->pid;
		self::assertFalse($this->supervisor->start());
		self::assertSame('', $this->supervisor->keep());
		self::assertSame($pid, $this->record()->pid);
		self::assertSame([$pid], $this->relays());
	}

	public function testManyStartAtOnce(): void {
		$code = '$supervisor->keep();';
		$boot = 'require ' . var_export(__DIR__ . '/../bootstrap.php', true) . '; $supervisor = \OCP\Server::get(\OCA\TalkRelay\Relay\Supervisor::class); ' . $code;
		$all = array_map(static fn () => proc_open([PHP_BINARY, '-d', 'apc.enable_cli=1', '-r', $boot], [], $pipes), range(1, 6));
		foreach ($all as $one) {
			assert(is_resource($one));
			self::assertSame(0, proc_close($one));
		}
		self::assertSame([$this->record()->pid], $this->relays());
	}

	public function testItsRecordIsLost(): void {
		$this->supervisor->start();
		$pid = $this->record()->pid;
		$this->leased($pid);
		unlink($this->pidFile());
		self::assertFalse($this->supervisor->start(), 'it is known by its lease');
		self::assertSame($pid, $this->record()->pid);
		self::assertSame([$pid], $this->relays());
	}

	public function testItsNumberWasGivenToAnotherProgram(): void {
		$other = proc_open(['sleep', '60'], [], $pipes);
		assert(is_resource($other));
		$pid = proc_get_status($other)['pid'];
		Server::get(StateFolder::class)->make();
		(new PidRecord($pid, '1', $this->processes->boot(), $this->processes->host(), 'of long ago'))->write($this->pidFile());
		self::assertNull($this->supervisor->running());
		self::assertTrue($this->supervisor->start());
		self::assertNotSame($pid, $this->record()->pid);
		self::assertTrue($this->supervisor->stop());
		self::assertTrue(proc_get_status($other)['running'], 'who is not ours is left alone');
		proc_terminate($other, 9);
		proc_close($other);
	}

	public function testAfterARebootTheRecordIsOfNobody(): void {
		$this->supervisor->start();
		$before = $this->record();
		self::assertTrue($this->supervisor->stop());
		(new PidRecord((int)getmypid(), (string)$this->processes->startOf((int)getmypid()), 'another boot', $before->host, $before->program))->write($this->pidFile());
		self::assertNull($this->supervisor->running());
		self::assertSame('started', $this->supervisor->keep());
	}

	public function testKilledItIsBroughtBack(): void {
		$this->supervisor->start();
		$before = $this->record();
		$this->leased($before->pid);
		posix_kill($before->pid, 9);
		self::assertTrue($this->processes->gone($before, 5));
		self::assertSame('started', $this->supervisor->keep());
		self::assertSame([$this->record()->pid], $this->relays());
	}

	public function testOneOnAnotherWebHeadIsLeftAlone(): void {
		Server::get(Leases::class)->take(new Lease(0, 'over there', 'test', 'none', 1, 'another-web-head', '/nowhere.sock', 0, 0));
		self::assertFalse($this->supervisor->start());
		self::assertSame([], $this->relays());
		self::assertSame('another-web-head', $this->supervisor->elsewhere()?->host);
		try {
			$this->supervisor->awaitAnswer(Server::get(HttpClient::class), 0.3);
			self::fail('who is not there can\'t answer');
		} catch (CannotStart $why) {
			self::assertSame('A relay on another-web-head was heard a moment ago, but does not answer.', $why->getMessage());
		}
		// Not heard for long, it is gone.
		$this->forgetLease();
		self::assertNull($this->supervisor->elsewhere());
		self::assertTrue($this->supervisor->start());
	}

	public function testStoppedItLeavesTheWayToOtherWebHeads(): void {
		$this->supervisor->start();
		$this->leased($this->record()->pid);
		self::assertTrue($this->supervisor->stop());
		self::assertSame([], $this->relays());
		self::assertNull(Server::get(LeaseView::class)->fresh(), 'nobody waits for its silence');
		self::assertFileDoesNotExist($this->pidFile());
	}

	public function testOneThatDoesNotAskTheDoorIsNamed(): void {
		Server::get(Leases::class)->take(new Lease(0, 'over there', 'test', 'none', 77, 'another-web-head', '/nowhere.sock', 0, 0));
		$this->settings->switch(false);
		self::assertFalse($this->supervisor->stop(0.5));
		self::assertSame('The relay on another-web-head (process 77) does not end.', $this->supervisor->stays()->getMessage());
	}

	public function testHeldItIsNotBroughtBack(): void {
		$this->settings->hold(true);
		self::assertSame('', $this->supervisor->keep());
		self::assertSame([], $this->relays());
	}

	public function testOfADisabledAppItIsNotBroughtBack(): void {
		$this->elsewhere('enabled', 'no');
		try {
			// A process of jobs that began before: its memory says otherwise.
			self::assertSame('', $this->supervisor->keep());
			Server::get(Watch::class)->look();
			self::assertSame([], $this->relays());
			// Being enabled, it is not enabled yet.
			Server::get(RelayStarts::class)->run(new NullOutput());
			self::assertSame([$this->record()->pid], $this->relays());
		} finally {
			$this->elsewhere('enabled', 'yes');
			$this->settings->reread();
		}
	}

	public function testOfAnAppForSomeGroupsItIsBroughtBack(): void {
		$this->elsewhere('enabled', '["admin"]');
		try {
			self::assertSame('started', $this->supervisor->keep());
		} finally {
			$this->elsewhere('enabled', 'yes');
			$this->settings->reread();
		}
	}

	public function testStoppedAndStartedByAnotherProcessTheJobFollows(): void {
		$this->elsewhere('held', '1');
		self::assertSame('', $this->supervisor->keep());
		self::assertSame([], $this->relays());
		$this->elsewhere('held', '0');
		self::assertSame('started', $this->supervisor->keep());
	}

	/** Another process sets this; what this one remembers is as it was. */
	private function elsewhere(string $name, string $value): void {
		$this->settings->reread();
		$this->settings->on();
		$query = Server::get(IDBConnection::class)->getQueryBuilder();
		self::assertSame(1, $query->update('appconfig')->set('configvalue', $query->createNamedParameter($value))
			->where($query->expr()->eq('appid', $query->createNamedParameter('talk_relay')))
			->andWhere($query->expr()->eq('configkey', $query->createNamedParameter($name)))->executeStatement());
	}

	public function testSomebodyElseRunsIt(): void {
		$this->settings->write(['mode' => RelaySettings::EXTERNAL]);
		try {
			self::assertSame('', $this->supervisor->keep());
			$this->expectException(CannotStart::class);
			$this->supervisor->start();
		} finally {
			$this->settings->write(['mode' => RelaySettings::MANAGED]);
		}
	}
}
