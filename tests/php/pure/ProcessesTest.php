<?php

declare(strict_types=1);

/**
 * SPDX-FileCopyrightText: 2026 Talk Relay contributors
 * SPDX-License-Identifier: AGPL-3.0-or-later
 */

namespace OCA\TalkRelay\Tests\pure;

use OCA\TalkRelay\Relay\PidRecord;
use OCA\TalkRelay\Relay\Processes;
use PHPUnit\Framework\TestCase;

/** Which process is which: with real ones. */
final class ProcessesTest extends TestCase {
	private Processes $processes;
	/** @var list<resource> */
	private array $started = [];

	protected function setUp(): void {
		$this->processes = new Processes();
	}

	protected function tearDown(): void {
		foreach ($this->started as $process) {
			proc_terminate($process, 9);
			proc_close($process);
		}
	}

	public function testAliveIsOnlyTheVeryOne(): void {
		$record = $this->start(['sleep', '60']);
		self::assertTrue($this->processes->alive($record));
		self::assertFalse($this->processes->alive($this->but($record, start: '1')), 'another program got the number');
		self::assertFalse($this->processes->alive($this->but($record, boot: 'before')), 'the machine was started anew');
		self::assertFalse($this->processes->alive($this->but($record, host: 'elsewhere')), 'another machine\'s');
	}

	public function testANameWithBracketsAndSpacesIsNoTrap(): void {
		$program = sys_get_temp_dir() . '/a) b (c ' . getmypid();
		copy('/bin/sleep', $program);
		chmod($program, 0700);
		$record = $this->start([$program, '60']);
		unlink($program);
		self::assertMatchesRegularExpression('/^\d+$/', $record->start);
		self::assertTrue($this->processes->alive($record));
	}

	public function testEndedIsGoneThoughNobodyTookNotice(): void {
		$record = $this->start(['sleep', '60']);
		self::assertTrue($this->processes->end($record));
		self::assertFalse($this->processes->alive($record));
	}

	public function testWhoDoesNotListenIsMadeTo(): void {
		$record = $this->start(['sh', '-c', 'trap "" TERM; while :; do sleep 0.1; done']);
		usleep(200_000);
		self::assertTrue($this->processes->end($record, 0.3));
	}

	public function testTheRecordSurvivesItsFile(): void {
		$file = (string)tempnam(sys_get_temp_dir(), 'pid');
		$record = new PidRecord(4711, '99', 'boot', 'host', 'program');
		$record->write($file);
		self::assertEquals($record, PidRecord::read($file));
		foreach (['', 'nonsense', '{"pid":"x"}', '{"pid":1}', '[]'] as $text) {
			file_put_contents($file, $text);
			self::assertNull(PidRecord::read($file), $text);
		}
		unlink($file);
		self::assertNull(PidRecord::read($file));
	}

	/** @param list<string> $command */
	private function start(array $command): PidRecord {
		$process = proc_open($command, [], $pipes);
		self::assertIsResource($process);
		$this->started[] = $process;
		$pid = proc_get_status($process)['pid'];
		usleep(50_000);
		return new PidRecord($pid, (string)$this->processes->startOf($pid), $this->processes->boot(), $this->processes->host(), '');
	}

	private function but(PidRecord $record, ?string $start = null, ?string $boot = null, ?string $host = null): PidRecord {
		return new PidRecord($record->pid, $start ?? $record->start, $boot ?? $record->boot, $host ?? $record->host, $record->program);
	}
}
