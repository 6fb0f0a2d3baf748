<?php

declare(strict_types=1);

/**
 * SPDX-FileCopyrightText: 2026 Talk Relay contributors
 * SPDX-License-Identifier: AGPL-3.0-or-later
 */

namespace OCA\TalkRelay\Relay;

use OCP\IConfig;

/**
 * The relay's program: one file, bundled. It runs from a copy in the state folder, named by version and content, because an update
 * takes the app's folder away under a running relay. Out of a checkout without a bundle it runs from its sources; developers can name
 * another program as `talk_relay.program` in config.php, which is then run where it lies.
 */
final class Program {
	private const BUNDLE = __DIR__ . '/../../dist/talk-relay.mjs';
	private const SOURCE = __DIR__ . '/../../sidecar/main.ts';

	public function __construct(
		private readonly StateFolder $state,
		private readonly IConfig $config,
	) {
	}

	/** Which program it is; another one after each change of it. */
	public function name(): string {
		$file = $this->inPlace() ?? self::BUNDLE;
		return substr((string)@hash_file('sha256', $file), 0, 16);
	}

	/**
	 * Where it is to be started from; copied there if it is not yet.
	 *
	 * @throws CannotStart
	 */
	public function ready(): string {
		$inPlace = $this->inPlace();
		if ($inPlace !== null) {
			return is_file($inPlace) ? $inPlace
				: throw new CannotStart(Sentence::of('The relay\'s program is missing from the app.'),
					Sentence::of('Install the app again, from the app store or from its package.'));
		}
		$folder = $this->state->file('program/' . $this->name());
		if (!is_file("$folder/talk-relay.mjs")) {
			$this->copy($folder);
		}
		return "$folder/talk-relay.mjs";
	}

	/** What is not copied. */
	private function inPlace(): ?string {
		$own = $this->config->getSystemValueString('talk_relay.program');
		return $own !== '' ? $own : (is_file(self::BUNDLE) ? null : self::SOURCE);
	}

	/** Its copy appears whole or not at all; of the older ones the last stays, for it may still run. */
	private function copy(string $folder): void {
		$this->state->make(dirname($folder));
		Files::remove("$folder.new");
		Files::copy(dirname(self::BUNDLE), "$folder.new");
		$others = glob(dirname($folder) . '/*', GLOB_ONLYDIR) ?: [];
		usort($others, static fn (string $a, string $b): int => (int)filemtime($b) <=> (int)filemtime($a));
		rename("$folder.new", $folder);
		foreach (array_slice(array_diff($others, ["$folder.new"]), 1) as $old) {
			Files::remove($old);
		}
	}
}
