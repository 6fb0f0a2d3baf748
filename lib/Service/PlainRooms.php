<?php

declare(strict_types=1);

/**
 * SPDX-FileCopyrightText: 2026 Talk Relay contributors
 * SPDX-License-Identifier: AGPL-3.0-or-later
 */

namespace OCA\TalkRelay\Service;

use OCP\IAppConfig;

/** Until gateways are stored in tables of their own: tokens from the app's configuration, separated by commas. */
final class PlainRooms implements FederatedRooms {
	public function __construct(
		private readonly IAppConfig $config,
	) {
	}

	public function isFederated(string $token): bool {
		return in_array($token, $this->tokens(), true);
	}

	public function mentionsEveryone(string $token): bool {
		return false;
	}

	public function tokens(): array {
		return array_values(array_filter(explode(',', $this->config->getValueString('talk_relay', 'federated_rooms'))));
	}
}
