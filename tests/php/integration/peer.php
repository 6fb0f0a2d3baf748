<?php

declare(strict_types=1);

/**
 * SPDX-FileCopyrightText: 2026 Talk Relay contributors
 * SPDX-License-Identifier: AGPL-3.0-or-later
 */

/** What `Peer` runs: gives the answers that lie in its folder, and writes down what was asked. */

$folder = (string)getenv('PEER_FOLDER');
$asked = (string)($_SERVER['REQUEST_URI'] ?? '');
file_put_contents("$folder/asked", "$asked\n", FILE_APPEND | LOCK_EX);
$answer = json_decode((string)@file_get_contents("$folder/" . sha1($asked)), true);
header_remove('X-Powered-By');
if (!is_array($answer)) {
	http_response_code(404);
	return;
}
http_response_code((int)$answer['status']);
foreach ($answer['headers'] as $name => $value) {
	header("$name: $value");
}
$body = (string)file_get_contents("$folder/" . sha1($asked) . '.body');
foreach ($answer['pause'] > 0 ? str_split($body) : [$body] as $part) {
	echo $part;
	if ($answer['pause'] > 0) {
		flush();
		usleep($answer['pause']);
	}
}
