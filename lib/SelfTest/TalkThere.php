<?php

declare(strict_types=1);

/**
 * SPDX-FileCopyrightText: 2026 Talk Relay contributors
 * SPDX-License-Identifier: AGPL-3.0-or-later
 */

namespace OCA\TalkRelay\SelfTest;

use OCA\TalkRelay\Relay\Sentence;
use OCP\App\IAppManager;

/** Talk, in a version that was tried. */
final class TalkThere implements Check {
	private const OLDEST = '24.0.0-dev';
	private const NEWEST = '25';

	public function __construct(
		private readonly IAppManager $apps,
	) {
	}

	#[\Override]
	public function id(): string {
		return 'talk';
	}

	#[\Override]
	public function name(): string {
		return Sentence::of('Talk');
	}

	#[\Override]
	public function run(): Outcome {
		$version = $this->apps->getAppVersion('spreed');
		return match (true) {
			!$this->apps->isEnabledForAnyone('spreed') => Outcome::error(Sentence::of('Talk is not enabled.'), Sentence::of('Enable the app Talk.')),
			version_compare($version, self::OLDEST, '<') => Outcome::error(
				Sentence::of('Talk is %s.', $version), Sentence::of('Update Talk to 24 or newer.')),
			(int)$version > (int)self::NEWEST => Outcome::warning(
				Sentence::of('Talk is %s, which is newer than what this app was tried with.', $version),
				Sentence::of('Look whether there is an update of Talk Relay.')),
			default => Outcome::ok(Sentence::of('Talk is %s.', $version)),
		};
	}
}
