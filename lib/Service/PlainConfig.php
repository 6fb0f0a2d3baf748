<?php

declare(strict_types=1);

/**
 * SPDX-FileCopyrightText: 2026 Talk Relay contributors
 * SPDX-License-Identifier: AGPL-3.0-or-later
 */

namespace OCA\TalkRelay\Service;

use OCA\TalkRelay\Talk\ServiceUser;
use OCP\IConfig;

/** Until gateways and accounts are stored: what is known without them. */
final class PlainConfig implements DoorConfig, Reports {
	public function __construct(
		private readonly RelaySettings $settings,
		private readonly IConfig $config,
		private readonly ServiceUser $service,
	) {
	}

	public function toArray(): array {
		return [
			'revision' => $this->revision(), 'host' => $this->host(), 'base' => $this->config->getSystemValueString('overwrite.cli.url'),
			'service' => $this->service->id(), 'accounts' => [], 'gateways' => [], 'spoolBytes' => $this->settings->spoolBytes(),
			'localServers' => $this->config->getSystemValueBool('allow_local_remote_servers'),
			'allowedHosts' => $this->settings->allowedHosts(), 'refusedHosts' => $this->settings->refusedHosts(),
		];
	}

	public function host(): string {
		$url = parse_url($this->config->getSystemValueString('overwrite.cli.url'));
		return ($url['host'] ?? '') . (isset($url['port']) ? ':' . $url['port'] : '');
	}

	public function revision(): int {
		return $this->settings->revision();
	}

	public function changed(): void {
		$this->settings->bumpRevision();
	}

	public function take(array $reports): void {
	}
}
