<?php

declare(strict_types=1);

/**
 * SPDX-FileCopyrightText: 2026 Talk Relay contributors
 * SPDX-License-Identifier: AGPL-3.0-or-later
 */

namespace OCA\TalkRelay\Tests\pure;

use PHPUnit\Framework\TestCase;

/** What holds for every file of the app, held to it by reading them. */
final class ArchitectureTest extends TestCase {
	/** @return iterable<string, array{string, string}> path within lib/, and content */
	public static function files(): iterable {
		$lib = dirname(__DIR__, 3) . '/lib';
		foreach (new \RecursiveIteratorIterator(new \RecursiveDirectoryIterator($lib, \FilesystemIterator::SKIP_DOTS)) as $file) {
			if ($file instanceof \SplFileInfo && $file->getExtension() === 'php') {
				$path = substr($file->getPathname(), strlen($lib) + 1);
				yield $path => [$path, (string)file_get_contents($file->getPathname())];
			}
		}
	}

	/**
	 * Talk's classes are known in lib/Talk only; its events also to those who listen for them.
	 *
	 * @dataProvider files
	 */
	public function testKnowsTalkInOnePlace(string $path, string $content): void {
		preg_match_all('/^use OCA\\\\Talk\\\\(\w+)/m', $content, $found);
		$known = match (explode('/', $path)[0]) {
			'Talk' => $found[1],
			'Listener', 'AppInfo' => ['Events'],
			default => [],
		};
		self::assertSame([], array_diff($found[1], $known), $path);
	}

	/** @dataProvider files */
	public function testIsSmallStrictAndLicensed(string $path, string $content): void {
		self::assertLessThanOrEqual(300, substr_count($content, "\n"), $path);
		self::assertStringContainsString('declare(strict_types=1);', $content);
		self::assertStringContainsString('SPDX-License-Identifier: AGPL-3.0-or-later', $content);
	}
}
