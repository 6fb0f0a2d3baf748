<?php

declare(strict_types=1);

/**
 * SPDX-FileCopyrightText: 2026 Talk Relay contributors
 * SPDX-License-Identifier: AGPL-3.0-or-later
 */

namespace OCA\TalkRelay\AppInfo;

use OCA\TalkRelay\Relay\Client;
use OCA\TalkRelay\Relay\HttpClient;
use OCA\TalkRelay\Relay\NullClient;
use OCA\TalkRelay\Service\FederatedRooms;
use OCA\TalkRelay\Service\PlainRooms;
use OCA\TalkRelay\Service\RelaySettings;
use OCP\AppFramework\App;
use OCP\AppFramework\Bootstrap\IBootContext;
use OCP\AppFramework\Bootstrap\IBootstrap;
use OCP\AppFramework\Bootstrap\IRegistrationContext;
use Psr\Container\ContainerInterface;

/**
 * Registration only. Talk's classes are named as strings (`::class`) without looking whether they exist: this app comes before Talk
 * in the alphabet of some servers' app folders, and a guard would find nothing (Talk's autoloader is added later).
 */
final class Application extends App implements IBootstrap {
	public const ID = 'talk_relay';

	public function __construct() {
		parent::__construct(self::ID);
	}

	public function register(IRegistrationContext $context): void {
		$context->registerServiceAlias(FederatedRooms::class, PlainRooms::class);
		$context->registerService(Client::class, static fn (ContainerInterface $c): Client
			=> $c->get($c->get(RelaySettings::class)->on() ? HttpClient::class : NullClient::class));
	}

	public function boot(IBootContext $context): void {
	}
}
