<?php

declare(strict_types=1);

/**
 * SPDX-FileCopyrightText: 2026 Talk Relay contributors
 * SPDX-License-Identifier: AGPL-3.0-or-later
 */

namespace OCA\TalkRelay\Middleware;

use OCP\AppFramework\Http\Response;

/** Thrown before a controller of Talk runs, to answer in its place. */
final class Answered extends \Exception {
	public function __construct(
		public readonly Response $response,
	) {
		parent::__construct('Answered by Talk Relay');
	}
}
