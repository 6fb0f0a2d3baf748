<?php

declare(strict_types=1);

/**
 * SPDX-FileCopyrightText: 2026 Talk Relay contributors
 * SPDX-License-Identifier: AGPL-3.0-or-later
 */

namespace OCA\TalkRelay\Service;

/** There is no such thing, or it is somebody else's: `404`, which does not tell the one from the other. */
final class Missing extends \Exception {
}
