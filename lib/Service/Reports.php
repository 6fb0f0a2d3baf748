<?php

declare(strict_types=1);

/**
 * SPDX-FileCopyrightText: 2026 Talk Relay contributors
 * SPDX-License-Identifier: AGPL-3.0-or-later
 */

namespace OCA\TalkRelay\Service;

/** What the relay tells about a conversation (`Report` in sidecar/door/types.ts). */
interface Reports {
	/** @param list<array<array-key, mixed>> $reports */
	public function take(array $reports): void;
}
