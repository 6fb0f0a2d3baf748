<?php

declare(strict_types=1);

/**
 * SPDX-FileCopyrightText: 2026 Talk Relay contributors
 * SPDX-License-Identifier: AGPL-3.0-or-later
 */

namespace OCA\TalkRelay\SelfTest;

use OCA\TalkRelay\Relay\NodeFinder;
use OCA\TalkRelay\Relay\Sentence;
use OCA\TalkRelay\Service\RelaySettings;

/** A Node.js that can run the relay. */
final class NodeFound implements Check {
	public function __construct(
		private readonly NodeFinder $nodes,
		private readonly RelaySettings $settings,
	) {
	}

	#[\Override]
	public function id(): string {
		return 'node';
	}

	#[\Override]
	public function name(): string {
		return Sentence::of('Node.js');
	}

	#[\Override]
	public function run(): Outcome {
		if (!$this->settings->managed()) {
			return Outcome::ok(Sentence::of('Not needed here: the relay runs elsewhere.'));
		}
		if (!function_exists('proc_open')) {
			return Outcome::error(Sentence::of('PHP may not start programs (proc_open is switched off).'),
				Sentence::of('Take proc_open out of disable_functions, or run the relay by hand and choose “Elsewhere” under “Where the relay runs”.'));
		}
		$node = $this->nodes->find();
		$refused = $this->nodes->refused();
		return $node !== null
			? Outcome::ok("Node.js {$node->version}: {$node->path}")
			: Outcome::error($refused === []
				? Sentence::of('There is no Node.js %s or newer.', NodeFinder::OLDEST)
				: Sentence::of('There is no Node.js %s or newer: %s.', NodeFinder::OLDEST, implode(', ', $refused)),
				Sentence::of('Fetch the runtime package, or install Node.js and name its path.'));
	}
}
