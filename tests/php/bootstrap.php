<?php

declare(strict_types=1);

/**
 * SPDX-FileCopyrightText: 2026 Talk Relay contributors
 * SPDX-License-Identifier: AGPL-3.0-or-later
 */

/**
 * Pure tests need the app's own classes only. With NEXTCLOUD_ROOT, those of a live Nextcloud with its apps are there, too; then this runs as
 * the web server's user.
 */
require __DIR__ . '/../../vendor/autoload.php';

$root = getenv('NEXTCLOUD_ROOT');
if (is_string($root) && $root !== '') {
	require_once "$root/lib/base.php";
	\OCP\Server::get(\OCP\App\IAppManager::class)->loadApps();
}
