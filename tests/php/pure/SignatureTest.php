<?php

declare(strict_types=1);

/**
 * SPDX-FileCopyrightText: 2026 Talk Relay contributors
 * SPDX-License-Identifier: AGPL-3.0-or-later
 */

namespace OCA\TalkRelay\Tests\pure;

use OCA\TalkRelay\Relay\Signature;
use PHPUnit\Framework\TestCase;

final class SignatureTest extends TestCase {
	private const SECRET = 'abababababababababababababababababababababababababababababababab';

	/** The same words as in sidecar/door/signature.test.ts: both sides agree. */
	public function testIsTheOneThatTheRelayMakes(): void {
		$call = new Signature('POST', '/door/deliver', 1_790_000_000, '000102030405060708090a0b0c0d0e0f', 7, hash('sha256', '{"items":[]}'));
		self::assertSame('91c3d266dffde95b88dfe87a21a026fadc1e404638091d0d93e9038a5cf517b1', $call->sign(self::SECRET));
		self::assertTrue($call->fits(self::SECRET, $call->sign(self::SECRET)));
	}

	/** @return array<string, array{Signature}> */
	public static function others(): array {
		$nonce = str_repeat('ab', 16);
		$body = hash('sha256', '');
		return [
			'method' => [new Signature('POST', '/door/config', 1, $nonce, 1, $body)],
			'path' => [new Signature('GET', '/door/config?x', 1, $nonce, 1, $body)],
			'time' => [new Signature('GET', '/door/config', 2, $nonce, 1, $body)],
			'nonce' => [new Signature('GET', '/door/config', 1, str_repeat('ac', 16), 1, $body)],
			'generation' => [new Signature('GET', '/door/config', 1, $nonce, 2, $body)],
			'body' => [new Signature('GET', '/door/config', 1, $nonce, 1, hash('sha256', 'x'))],
		];
	}

	/** @dataProvider others */
	public function testCoversEverything(Signature $other): void {
		$call = new Signature('GET', '/door/config', 1, str_repeat('ab', 16), 1, hash('sha256', ''));
		self::assertFalse($other->fits(self::SECRET, $call->sign(self::SECRET)));
	}

	public function testNothingFitsASecretThatIsNotSet(): void {
		$call = Signature::of('GET', '/door/config', '', 1, 1);
		self::assertFalse($call->fits('', $call->sign('')));
		self::assertFalse($call->fits('short', $call->sign('short')));
	}

	public function testEachCallHasANonceOfItsOwn(): void {
		$first = Signature::of('GET', '/relay/health', '', 3, 5)->headers(self::SECRET);
		$second = Signature::of('GET', '/relay/health', '', 3, 5)->headers(self::SECRET);
		self::assertMatchesRegularExpression('/^[0-9a-f]{32}$/', $first[Signature::NONCE]);
		self::assertNotSame($first[Signature::NONCE], $second[Signature::NONCE]);
		self::assertSame('5', $first[Signature::TIME]);
		self::assertSame('3', $first[Signature::GENERATION]);
	}
}
