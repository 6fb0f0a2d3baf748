<?php

declare(strict_types=1);

/**
 * SPDX-FileCopyrightText: 2026 Talk Relay contributors
 * SPDX-License-Identifier: AGPL-3.0-or-later
 */

namespace OCA\TalkRelay\Service;

use OCA\TalkRelay\AppInfo\Application;
use OCP\IAppConfig;

/**
 * What the administrator set, and what follows from it. The only place that knows the names of the app's configuration.
 */
final class RelaySettings {
	public const MANAGED = 'managed';
	public const EXTERNAL = 'external';
	/** Sizes in bytes where the administrator said nothing. */
	private const MAX_BYTES = 100 * 1024 * 1024;
	private const SPOOL_BYTES = 2 * 1024 * 1024 * 1024;

	public function __construct(
		private readonly IAppConfig $config,
	) {
	}

	/** Nextcloud loads the app, for everybody or for some groups. Not yet while its steps of enabling run. */
	public function enabled(): bool {
		return $this->config->getValueString(Application::ID, 'enabled') !== 'no';
	}

	/** The switch. Not named `enabled`: that key says whether Nextcloud loads the app. */
	public function on(): bool {
		return $this->config->getValueBool(Application::ID, 'switch');
	}

	/** An administrator ended the relay, and nothing is to bring it back before it is started by hand. */
	public function held(): bool {
		return $this->config->getValueBool(Application::ID, 'held');
	}

	public function hold(bool $held): void {
		$this->config->setValueBool(Application::ID, 'held', $held);
	}

	/** A relay is to run, wherever it does. */
	public function wanted(): bool {
		return $this->on() && !$this->held();
	}

	/** The app's data is being removed: what a relay keeps of it is to go, too. */
	public function forgotten(): bool {
		return $this->config->getValueBool(Application::ID, 'forgotten');
	}

	public function forget(): void {
		$this->config->setValueBool(Application::ID, 'forgotten', true);
	}

	/** `managed`: the app starts the relay; `external`: somebody else does. */
	public function mode(): string {
		return $this->config->getValueString(Application::ID, 'mode', self::MANAGED);
	}

	public function managed(): bool {
		return $this->mode() === self::MANAGED;
	}

	/** Where the control door is, if the administrator said so: a socket's path, or `host:port`. Empty: in the state folder. */
	public function control(): string {
		return $this->config->getValueString(Application::ID, 'control');
	}

	/** The Node.js that the administrator names; empty: looked for. */
	public function nodePath(): string {
		return $this->config->getValueString(Application::ID, 'node_path');
	}

	/** The address at which the relay reaches this server, if the administrator said so. */
	public function relayBase(): string {
		return $this->config->getValueString(Application::ID, 'relay_base');
	}

	/** How people reach this server, as the first of them did; empty: nobody has yet. */
	public function publicBase(): string {
		return $this->config->getValueString(Application::ID, 'public_base');
	}

	public function rememberPublicBase(string $base): void {
		$this->config->setValueString(Application::ID, 'public_base', $base);
	}

	/** @return list<string> ids of the groups whose members may federate; none: everybody */
	public function groups(): array {
		return $this->list('groups');
	}

	/** @return list<string> exact names or `*.example.org`; none: all */
	public function allowedHosts(): array {
		return $this->list('allowed_hosts');
	}

	/** @return list<string> exact names or `*.example.org` */
	public function refusedHosts(): array {
		return $this->list('refused_hosts');
	}

	/** @return list<string> ids of the networks that moderators may use; none: all */
	public function networks(): array {
		return $this->list('networks');
	}

	/** The largest file that crosses, in bytes. */
	public function maxBytes(): int {
		return $this->config->getValueInt(Application::ID, 'max_bytes', self::MAX_BYTES);
	}

	/** What all kept files may take together, in bytes. */
	public function spoolBytes(): int {
		return $this->config->getValueInt(Application::ID, 'spool_bytes', self::SPOOL_BYTES);
	}

	/** The secret of both doors (64 hex digits), made at the first need. */
	public function secret(): string {
		$secret = $this->config->getValueString(Application::ID, 'secret');
		return $secret !== '' ? $secret : $this->renewSecret();
	}

	/** By which Talk knows the app's bot (64 hex digits), made at the first need. Nothing is ever signed with it. */
	public function botSecret(): string {
		$secret = $this->config->getValueString(Application::ID, 'bot_secret');
		if ($secret === '') {
			$secret = bin2hex(random_bytes(32));
			$this->config->setValueString(Application::ID, 'bot_secret', $secret, sensitive: true);
		}
		return $secret;
	}

	/** A new secret; a relay that has the old one is shut out from now on. */
	public function renewSecret(): string {
		$secret = bin2hex(random_bytes(32));
		$this->config->setValueString(Application::ID, 'secret', $secret, sensitive: true);
		return $secret;
	}

	/**
	 * Nextcloud keeps app configuration in each web head's memory for some seconds, longer than the relay takes to ask after a change.
	 * After this everything is read from the database.
	 */
	public function reread(): void {
		$this->config->clearCache();
	}

	/** Of the configuration that the relay fetches; another number means that something changed. */
	public function revision(): int {
		return $this->config->getValueInt(Application::ID, 'revision', 1);
	}

	/** Microseconds, so two changes at the same time on two web heads don't make the same number out of the same one before. */
	public function bumpRevision(): int {
		$this->reread();
		$revision = max($this->revision() + 1, (int)(microtime(true) * 1_000_000));
		$this->config->setValueInt(Application::ID, 'revision', $revision);
		return $revision;
	}

	public function switch(bool $on): void {
		$this->config->setValueBool(Application::ID, 'switch', $on);
		$this->hold(false);
		if ($on) {
			// A purge that could not be finished is over.
			$this->config->deleteKey(Application::ID, 'forgotten');
		}
	}

	/** @param array<string, string|int|list<string>> $values by the names of the configuration; what is checked already */
	public function write(array $values): void {
		foreach ($values as $name => $value) {
			match (true) {
				is_int($value) => $this->config->setValueInt(Application::ID, $name, $value),
				is_string($value) => $this->config->setValueString(Application::ID, $name, $value),
				is_array($value) => $this->config->setValueArray(Application::ID, $name, $value),
			};
		}
	}

	/** @return list<string> */
	private function list(string $name): array {
		return array_values(array_filter($this->config->getValueArray(Application::ID, $name), is_string(...)));
	}
}
