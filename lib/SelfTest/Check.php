<?php

declare(strict_types=1);

/**
 * SPDX-FileCopyrightText: 2026 Talk Relay contributors
 * SPDX-License-Identifier: AGPL-3.0-or-later
 */

namespace OCA\TalkRelay\SelfTest;

/** One thing that has to be right, looked at over the very path that is used in earnest. */
interface Check {
	/** Short and steady: `node`. */
	public function id(): string;

	/** What is looked at, for people. */
	public function name(): string;

	/** May take some seconds; may throw, which counts as an error. */
	public function run(): Outcome;
}
