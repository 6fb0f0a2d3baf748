<?php

declare(strict_types=1);

/**
 * SPDX-FileCopyrightText: 2026 Talk Relay contributors
 * SPDX-License-Identifier: AGPL-3.0-or-later
 */

namespace OCA\TalkRelay\Tests\pure;

use OCA\TalkRelay\Door\HashedStream;
use PHPUnit\Framework\TestCase;

final class HashedStreamTest extends TestCase {
	public function testHashesWhatSomebodyElseReads(): void {
		$content = random_bytes(100_000);
		$source = fopen('php://temp', 'w+b');
		self::assertIsResource($source);
		fwrite($source, $content);
		rewind($source);
		$hashed = new HashedStream($source);
		self::assertSame($content, stream_get_contents($hashed->stream()));
		self::assertSame(hash('sha256', $content), $hashed->hash());
	}
}
