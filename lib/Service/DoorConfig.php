<?php

declare(strict_types=1);

/**
 * SPDX-FileCopyrightText: 2026 Talk Relay contributors
 * SPDX-License-Identifier: AGPL-3.0-or-later
 */

namespace OCA\TalkRelay\Service;

/** What the relay works by (`DoorConfig` in sidecar/control/api.ts). What is stored here is the truth. */
interface DoorConfig {
	/** @return array<string, mixed> for `GET door/config`; holds secrets */
	public function toArray(): array;

	/** What this server is called in people's ids: `nube.minube1.com`, with its port where that is not the usual one. Costs no query. */
	public function host(): string;

	/** Another number after each change. */
	public function revision(): int;

	/** Something of it changed: counts the revision up and tells the relay, without waiting for it. */
	public function changed(): void;
}
