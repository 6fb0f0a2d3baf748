<?php

declare(strict_types=1);

/**
 * SPDX-FileCopyrightText: 2026 Talk Relay contributors
 * SPDX-License-Identifier: AGPL-3.0-or-later
 */

namespace OCA\TalkRelay\Service;

use OCA\TalkRelay\Relay\Addresses;
use OCA\TalkRelay\Relay\CannotStart;
use OCA\TalkRelay\Relay\Health;
use OCA\TalkRelay\Relay\HttpClient;
use OCA\TalkRelay\Relay\Supervisor;
use OCA\TalkRelay\Talk\FederationBot;

/** What an administrator does: sets, switches, starts and stops. */
final class Administration {
	public function __construct(
		private readonly RelaySettings $settings,
		private readonly SettingsForm $form,
		private readonly Supervisor $supervisor,
		private readonly HttpClient $relay,
		private readonly Health $health,
		private readonly Announcements $announcements,
		private readonly FederationBot $bot,
		private readonly Addresses $addresses,
	) {
	}

	/**
	 * `AdminSettings` of docs/API.md.
	 *
	 * @return array<string, mixed>
	 */
	public function settings(): array {
		$set = $this->settings;
		return [
			'enabled' => $set->on(), 'groups' => $set->groups(), 'allowedHosts' => $set->allowedHosts(),
			'refusedHosts' => $set->refusedHosts(),
			'networks' => $set->networks(), 'maxBytes' => $set->maxBytes(), 'spoolBytes' => $set->spoolBytes(), 'mode' => $set->mode(),
			'control' => $set->control(), 'nodePath' => $set->nodePath(), 'relayBase' => $set->relayBase(),
		];
	}

	/**
	 * The relay follows: it takes up what it fetches, is started anew where it is started with something else, and starts or ends with
	 * the switch. What keeps it from starting is told by the state, not here: the settings are saved.
	 *
	 * @param array<string, mixed> $given
	 * @throws Invalid
	 */
	public function set(?bool $enabled, array $given): void {
		$this->addresses->remember();
		$values = $this->form->check($given);
		$this->settings->write($values);
		if ($values !== []) {
			$this->announcements->audit('Settings of Talk Relay changed: %s', ['names' => implode(', ', array_keys($values))]);
			$this->settings->bumpRevision();
			$this->relay->reload();
		}
		if ($enabled !== null && $enabled !== $this->settings->on()) {
			$this->settings->switch($enabled);
			// Talk may have come after the app.
			$this->bot->install();
			$this->announcements->audit('Talk Relay switched %s', ['to' => $enabled ? 'on' : 'off']);
		}
		if (isset($values['mode'])) {
			// Stopped was the one that ran where it ran before.
			$this->settings->hold(false);
		}
		if (!$this->settings->on() || !$this->settings->managed()
			|| array_intersect(['mode', 'control', 'node_path', 'relay_base'], array_keys($values)) !== []) {
			$this->supervisor->stop();
		}
		$this->supervisor->keep();
		$this->health->forget();
	}

	/** @throws CannotStart|Invalid */
	public function steer(string $action): void {
		$this->addresses->remember();
		match ($action) {
			'start' => $this->start(),
			'stop' => $this->stop(),
			'restart' => $this->stop() || $this->start(),
			default => throw Invalid::one('action', Text::of('An action is one of: start, stop, restart.')),
		};
		$this->announcements->audit('Relay process: %s', ['action' => $action]);
		$this->health->forget();
	}

	/**
	 * Where it is given what it needs to run elsewhere.
	 *
	 * @return array{secret: string, address: string}
	 */
	public function newSecret(string $address): array {
		$secret = $this->settings->renewSecret();
		$this->announcements->audit('The secret of the relay was made anew', []);
		if ($this->settings->managed()) {
			$this->supervisor->stop();
			$this->supervisor->keep();
		}
		$this->health->forget();
		return ['secret' => $secret, 'address' => $address];
	}

	/** One that runs elsewhere asks by itself whether it may again. */
	private function start(): void {
		$this->settings->hold(false);
		if ($this->settings->managed()) {
			$this->supervisor->start();
			$this->supervisor->awaitAnswer($this->relay);
		}
	}

	/** It stays so until somebody starts it; the switch is another matter. */
	private function stop(): bool {
		$this->settings->hold(true);
		if (!$this->supervisor->stop(Supervisor::ANYWHERE)) {
			throw $this->supervisor->stays();
		}
		return false;
	}
}
