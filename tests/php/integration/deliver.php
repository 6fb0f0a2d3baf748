<?php

declare(strict_types=1);

/**
 * SPDX-FileCopyrightText: 2026 Talk Relay contributors
 * SPDX-License-Identifier: AGPL-3.0-or-later
 */

/** A process of its own that delivers the items from its input (JSON), and says when it begins. What `KilledTest` kills. */

use OCA\TalkRelay\Door\Deliver;
use OCP\Server;

require __DIR__ . '/../bootstrap.php';

$items = json_decode((string)stream_get_contents(STDIN), true);
echo "begins\n";
echo json_encode(Server::get(Deliver::class)->all(is_array($items) ? array_values($items) : [])), "\n";
