<?php

declare(strict_types=1);

/**
 * SPDX-FileCopyrightText: 2026 Talk Relay contributors
 * SPDX-License-Identifier: AGPL-3.0-or-later
 */

namespace OCA\TalkRelay\Relay;

use OCP\EventDispatcher\Event;

/** The relay could not be poked. Told at most once in `HttpClient::PAUSE` seconds; whoever can revive the relay listens. */
final class PokeFailed extends Event {
}
