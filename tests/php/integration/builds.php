<?php

declare(strict_types=1);

/**
 * SPDX-FileCopyrightText: 2026 Talk Relay contributors
 * SPDX-License-Identifier: AGPL-3.0-or-later
 */

/**
 * A process of its own, on a server without Talk (`WithoutTalkTest`): builds the classes from its input (JSON), and says of each why it
 * could not be, or "built"; with a user's name as its argument it deletes that one, and says what was answered.
 */

use OCP\IUserManager;
use OCP\Server;

require __DIR__ . '/../bootstrap.php';

$why = static function (\Closure $work): string {
	try {
		return (string)$work();
	} catch (\Throwable $error) {
		return $error::class . ': ' . $error->getMessage();
	}
};
$classes = json_decode((string)stream_get_contents(STDIN), true);
$classes = is_array($classes) ? $classes : [];
echo json_encode([
	'talk' => class_exists(OCA\Talk\Manager::class),
	'classes' => array_combine($classes, array_map(static fn (string $class): string
		=> $why(static fn (): string => Server::get($class) instanceof $class ? 'built' : 'another'), $classes)),
	'deleted' => isset($argv[1]) ? $why(static fn (): string => Server::get(IUserManager::class)->get($argv[1])?->delete() ? 'deleted' : 'kept') : '',
], JSON_THROW_ON_ERROR), "\n";
