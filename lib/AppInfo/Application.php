<?php

declare(strict_types=1);

/**
 * SPDX-FileCopyrightText: 2026 Talk Relay contributors
 * SPDX-License-Identifier: AGPL-3.0-or-later
 */

namespace OCA\TalkRelay\AppInfo;

use OCA\TalkRelay\Listener\ShowNamesEarly;
use OCA\TalkRelay\Listener\ShowNamesLate;
use OCA\TalkRelay\Listener\TellRelay;
use OCA\TalkRelay\Middleware\DoorMiddleware;
use OCA\TalkRelay\Relay\Client;
use OCA\TalkRelay\Relay\HttpClient;
use OCA\TalkRelay\Relay\NullClient;
use OCA\TalkRelay\Service\DoorConfig;
use OCA\TalkRelay\Service\FederatedRooms;
use OCA\TalkRelay\Service\PlainConfig;
use OCA\TalkRelay\Service\PlainRooms;
use OCA\TalkRelay\Service\RelaySettings;
use OCA\TalkRelay\Service\Reports;
use OCA\Talk\Events\AttendeeRemovedEvent;
use OCA\Talk\Events\AttendeesAddedEvent;
use OCA\Talk\Events\AttendeesRemovedEvent;
use OCA\Talk\Events\ChatMessageSentEvent;
use OCA\Talk\Events\LobbyModifiedEvent;
use OCA\Talk\Events\MessageParseEvent;
use OCA\Talk\Events\ParticipantModifiedEvent;
use OCA\Talk\Events\ReactionAddedEvent;
use OCA\Talk\Events\ReactionRemovedEvent;
use OCA\Talk\Events\RoomDeletedEvent;
use OCA\Talk\Events\RoomModifiedEvent;
use OCA\Talk\Events\SystemMessageSentEvent;
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
		$context->registerServiceAlias(DoorConfig::class, PlainConfig::class);
		$context->registerServiceAlias(Reports::class, PlainConfig::class);
		$context->registerMiddleware(DoorMiddleware::class);
		$this->listen($context);
		$context->registerService(Client::class, static fn (ContainerInterface $c): Client
			=> $c->get($c->get(RelaySettings::class)->on() ? HttpClient::class : NullClient::class));
	}

	/** What Talk tells. A deleted conversation is told of before anybody takes it off the list of federated ones. */
	private function listen(IRegistrationContext $context): void {
		$told = [
			ChatMessageSentEvent::class, SystemMessageSentEvent::class, ReactionAddedEvent::class, ReactionRemovedEvent::class,
			RoomModifiedEvent::class, LobbyModifiedEvent::class, RoomDeletedEvent::class, AttendeesAddedEvent::class,
			AttendeesRemovedEvent::class, AttendeeRemovedEvent::class, ParticipantModifiedEvent::class,
		];
		foreach ($told as $event) {
			$context->registerEventListener($event, TellRelay::class, 100);
		}
		// Before and after all of Talk's own (9999 … -100).
		$context->registerEventListener(MessageParseEvent::class, ShowNamesEarly::class, 10_000);
		$context->registerEventListener(MessageParseEvent::class, ShowNamesLate::class, -200);
	}

	public function boot(IBootContext $context): void {
	}
}
