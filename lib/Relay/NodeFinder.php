<?php

declare(strict_types=1);

/**
 * SPDX-FileCopyrightText: 2026 Talk Relay contributors
 * SPDX-License-Identifier: AGPL-3.0-or-later
 */

namespace OCA\TalkRelay\Relay;

use OCA\TalkRelay\Service\RelaySettings;
use OCP\IBinaryFinder;
use OCP\ICacheFactory;

/** Finds the Node.js that runs the relay: the administrator's, or else the machine's; else the runtime package. */
final class NodeFinder {
	/** The first with SQLite built in. */
	public const OLDEST = '22.13.0';
	private const USUAL = ['/usr/local/bin/node', '/usr/bin/node', '/opt/node/bin/node', '/opt/nodejs/bin/node', '/snap/bin/node'];

	public function __construct(
		private readonly RelaySettings $settings,
		private readonly IBinaryFinder $finder,
		private readonly Runtime $runtime,
		private readonly ICacheFactory $caches,
	) {
	}

	public function find(): ?Node {
		foreach ($this->candidates() as [$path, $source]) {
			$version = $this->versionOf($path);
			if ($version !== null && version_compare($version, self::OLDEST, '>=')) {
				return new Node($path, $source, $version);
			}
		}
		return null;
	}

	/** One that runs, but will not do. */
	public function tooOld(): ?Node {
		foreach ($this->candidates() as [$path, $source]) {
			$version = $this->versionOf($path);
			if ($version !== null && version_compare($version, self::OLDEST, '<')) {
				return new Node($path, $source, $version);
			}
		}
		return null;
	}

	/**
	 * What was looked at and why it would not do, a line each.
	 *
	 * @return list<string>
	 */
	public function refused(): array {
		$lines = [];
		foreach ($this->candidates() as [$path]) {
			$version = $this->versionOf($path);
			$lines[] = match (true) {
				$version === null => Sentence::of('%s does not run', $path),
				version_compare($version, self::OLDEST, '<') => "$path is $version",
				default => Sentence::of('%s will do', $path),
			};
		}
		return $lines;
	}

	/** @return list<array{string, 'setting'|'path'|'package'}> */
	private function candidates(): array {
		$set = $this->settings->nodePath();
		$own = $this->runtime->node();
		$package = $own === null || $own === $set ? [] : [[$own, 'package']];
		if ($set !== '') {
			// Who fetches the package where the one that is set will not do wants it used.
			return [[$set, 'setting'], ...$package];
		}
		$found = $this->finder->findBinaryPath('node');
		$places = array_filter(array_unique([(string)$found, ...self::USUAL]), static fn (string $path): bool => $path !== ''
			&& is_executable($path));
		return [...array_map(static fn (string $path): array => [$path, 'path'], array_values($places)), ...$package];
	}

	/** Asked of the program itself, once as long as the file is the same. */
	private function versionOf(string $path): ?string {
		$cache = $this->caches->createLocal('talk_relay_node_');
		$key = sha1($path . '|' . (int)@filemtime($path) . '|' . (int)@filesize($path));
		$known = $cache->get($key);
		if (is_string($known)) {
			return $known;
		}
		$says = is_executable($path) && !is_dir($path) ? Launch::output([$path, '--version'], 5) : '';
		$version = preg_match('/^v(\d+\.\d+\.\d+)/', $says, $match) === 1 ? $match[1] : null;
		if ($version !== null) {
			$cache->set($key, $version, 3600);
		}
		return $version;
	}
}
