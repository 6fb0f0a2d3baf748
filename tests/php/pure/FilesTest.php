<?php

declare(strict_types=1);

/**
 * SPDX-FileCopyrightText: 2026 Talk Relay contributors
 * SPDX-License-Identifier: AGPL-3.0-or-later
 */

namespace OCA\TalkRelay\Tests\pure;

use OCA\TalkRelay\Relay\Files;
use PHPUnit\Framework\TestCase;

/** The end of a log, also of one that nobody writes any more. */
final class FilesTest extends TestCase {
	private string $file;

	protected function setUp(): void {
		$this->file = (string)tempnam(sys_get_temp_dir(), 'talk-relay-test');
	}

	protected function tearDown(): void {
		@unlink($this->file);
	}

	public function testTheLastLines(): void {
		file_put_contents($this->file, "one\n\ntwo\nthree\n");
		self::assertSame(['two', 'three'], Files::tail($this->file, 2));
	}

	public function testOneLineThatIsNotEndedYet(): void {
		file_put_contents($this->file, 'one');
		self::assertSame(['one'], Files::tail($this->file, 1));
	}

	public function testNothingWhereNothingStands(): void {
		self::assertSame([], Files::tail($this->file, 1));
		file_put_contents($this->file, "\n");
		self::assertSame([], Files::tail($this->file, 1));
		unlink($this->file);
		self::assertSame([], Files::tail($this->file, 1));
	}
}
