<?php

declare(strict_types=1);

/**
 * SPDX-FileCopyrightText: 2026 Talk Relay contributors
 * SPDX-License-Identifier: AGPL-3.0-or-later
 */

namespace OCA\TalkRelay\Service;

use OCA\TalkRelay\AppInfo\Application;
use OCA\TalkRelay\Db\Gateways;
use OCA\TalkRelay\Relay\CannotStart;
use OCA\TalkRelay\Relay\HttpClient;
use OCA\TalkRelay\Relay\Refused;
use OCA\TalkRelay\Relay\StateFolder;
use OCA\TalkRelay\Relay\Supervisor;
use OCA\TalkRelay\Relay\Unreachable;
use OCA\TalkRelay\Talk\FederationBot;
use OCA\TalkRelay\Talk\ServiceUser;
use OCP\Files\AppData\IAppDataFactory;
use OCP\IAppConfig;
use OCP\IDBConnection;
use OCP\Notification\IManager;
use Psr\Log\LoggerInterface;

/**
 * Ends all federations and removes all that the app keeps: what it stores, the relay's state, the service user with the files of remote
 * people. Messages stay.
 */
final class Purge {
	private const TABLES = ['accounts', 'gateways', 'members', 'logins', 'outbox', 'inbox', 'nonces', 'people', 'present', 'files', 'lease'];
	/** Seconds for the relay to say so on the other side. */
	private const FAREWELL = 15.0;
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
		private readonly Gateways $gateways,
		private readonly Federation $federation,
		private readonly HttpClient $relay,
		private readonly LoggerInterface $logger,
	) {
	}

	/**
	 * @param string $user who does that; empty: the command line
	 * @throws CannotStart where the relay does not end; then the federations have ended and nothing else was removed
	 */
	public function run(string $user): void {
		$this->part($user);
		$this->settings->forget();
		$this->settings->switch(false);
		if (!$this->supervisor->stop(Supervisor::ANYWHERE)) {
			throw $this->supervisor->stays();
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

	/** While the relay still runs: it says so in the conversations on the other side, and takes its signs from the messages that wait. */
	private function part(string $user): void {
		$gateways = $this->gateways->all();
		foreach ($gateways as $gateway) {
			$this->federation->end($gateway, $user);
		}
		if ($gateways !== [] && $this->settings->wanted()) {
			try {
				$this->relay->call('POST', '/relay/reload', [], self::FAREWELL);
			} catch (Unreachable|Refused $error) {
				$this->logger->warning('The other conversations may not have been told that their federation has ended: ' . $error->getMessage());
			}
		}
	}
}
