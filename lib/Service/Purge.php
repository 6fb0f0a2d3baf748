<?php

declare(strict_types=1);

/**
 * SPDX-FileCopyrightText: 2026 Talk Relay contributors
 * SPDX-License-Identifier: AGPL-3.0-or-later
 */

namespace OCA\TalkRelay\Service;

use OCA\TalkRelay\AppInfo\Application;
use OCA\TalkRelay\Relay\CannotStart;
use OCA\TalkRelay\Relay\Sentence;
use OCA\TalkRelay\Relay\StateFolder;
use OCA\TalkRelay\Relay\Supervisor;
use OCA\TalkRelay\Talk\FederationBot;
use OCA\TalkRelay\Talk\ServiceUser;
use OCP\Files\AppData\IAppDataFactory;
use OCP\IAppConfig;
use OCP\IDBConnection;
use OCP\Notification\IManager;

/** Removes all that the app keeps: what it stores, the relay's state, the service user with the files of remote people. Messages stay. */
final class Purge {
	private const TABLES = ['accounts', 'gateways', 'members', 'logins', 'outbox', 'inbox', 'nonces', 'people', 'present', 'files', 'lease'];
	/** Nextcloud's own. */
	private const KEPT = ['enabled', 'installed_version', 'types'];

	public function __construct(
		private readonly RelaySettings $settings,
		private readonly Supervisor $supervisor,
		private readonly StateFolder $state,
		private readonly ServiceUser $service,
		private readonly FederationBot $bot,
		private readonly StoredRooms $rooms,
		private readonly IDBConnection $database,
		private readonly IAppConfig $config,
		private readonly IAppDataFactory $files,
		private readonly IManager $notifications,
		private readonly Announcements $announcements,
	) {
	}

	/** @throws CannotStart where the relay does not end; then nothing was removed */
	public function run(): void {
		$this->settings->switch(false);
		if (!$this->supervisor->stop()) {
			throw new CannotStart(Sentence::of('The relay does not end.'), Sentence::of('End its process on the server and repeat this.'));
		}
		$this->announcements->audit('All data of Talk Relay was removed', []);
		$this->service->remove();
		$this->bot->remove();
		foreach (self::TABLES as $table) {
			$this->database->getQueryBuilder()->delete("talk_relay_$table")->executeStatement();
		}
		$this->rooms->forget();
		$this->notifications->markProcessed($this->notifications->createNotification()->setApp(Application::ID));
		$this->state->clear();
		foreach ($this->files->get(Application::ID)->getDirectoryListing() as $folder) {
			$folder->delete();
		}
		foreach (array_diff($this->config->getKeys(Application::ID), self::KEPT) as $key) {
			$this->config->deleteKey(Application::ID, $key);
		}
	}
}
