<?php

declare(strict_types=1);

/**
 * SPDX-FileCopyrightText: 2026 Talk Relay contributors
 * SPDX-License-Identifier: AGPL-3.0-or-later
 */

namespace OCA\TalkRelay\AppInfo;

use OCA\Files_Trashbin\Events\MoveToTrashEvent;
use OCA\Talk\Events\AttendeeRemovedEvent;
use OCA\Talk\Events\AttendeesAddedEvent;
use OCA\Talk\Events\AttendeesRemovedEvent;
use OCA\Talk\Events\BotEnabledEvent;
use OCA\Talk\Events\ChatMessageSentEvent;
use OCA\Talk\Events\LobbyModifiedEvent;
use OCA\Talk\Events\MessageParseEvent;
use OCA\Talk\Events\ParticipantModifiedEvent;
use OCA\Talk\Events\ReactionAddedEvent;
use OCA\Talk\Events\ReactionRemovedEvent;
use OCA\Talk\Events\RoomDeletedEvent;
use OCA\Talk\Events\RoomModifiedEvent;
use OCA\Talk\Events\SystemMessageSentEvent;
use OCA\TalkRelay\Capabilities;
use OCA\TalkRelay\Listener\CleanUp;
use OCA\TalkRelay\Listener\EndDeserted;
use OCA\TalkRelay\Listener\EndFederation;
use OCA\TalkRelay\Listener\GreetAsBot;
use OCA\TalkRelay\Listener\GuardServiceUser;
use OCA\TalkRelay\Listener\LoadScripts;
use OCA\TalkRelay\Listener\ReviveRelay;
use OCA\TalkRelay\Listener\ShowNamesEarly;
use OCA\TalkRelay\Listener\ShowNamesLate;
use OCA\TalkRelay\Listener\ShowNotices;
use OCA\TalkRelay\Listener\TellNewName;
use OCA\TalkRelay\Listener\TellRelay;
use OCA\TalkRelay\Middleware\DoorMiddleware;
use OCA\TalkRelay\Middleware\TalkMiddleware;
use OCA\TalkRelay\Notification\Notifier;
use OCA\TalkRelay\Relay\Client;
use OCA\TalkRelay\Relay\HttpClient;
use OCA\TalkRelay\Relay\NullClient;
use OCA\TalkRelay\Relay\PokeFailed;
use OCA\TalkRelay\Relay\RuntimeList;
use OCA\TalkRelay\Service\DoorConfig;
use OCA\TalkRelay\Service\FederatedRooms;
use OCA\TalkRelay\Service\RelaySettings;
use OCA\TalkRelay\Service\Reports;
use OCA\TalkRelay\Service\StoredConfig;
use OCA\TalkRelay\Service\StoredReports;
use OCA\TalkRelay\Service\StoredRooms;
use OCA\TalkRelay\SetupCheck\RelayWorks;
use OCP\AppFramework\App;
use OCP\AppFramework\Bootstrap\IBootContext;
use OCP\AppFramework\Bootstrap\IBootstrap;
use OCP\AppFramework\Bootstrap\IRegistrationContext;
use OCP\AppFramework\Http\Events\BeforeTemplateRenderedEvent;
use OCP\Collaboration\AutoComplete\AutoCompleteFilterEvent;
use OCP\User\Events\BeforeUserDeletedEvent;
use OCP\User\Events\UserDeletedEvent;
use Psr\Container\ContainerInterface;

/**
 * Registration only. Talk's classes are named as strings (`::class`) without looking whether they exist: apps are loaded one after the
 * other, and a guard would find nothing where Talk comes later.
 */
final class Application extends App implements IBootstrap {
	public const ID = 'talk_relay';

	public function __construct() {
		parent::__construct(self::ID);
	}

	public function register(IRegistrationContext $context): void {
		$context->registerServiceAlias(FederatedRooms::class, StoredRooms::class);
		$context->registerServiceAlias(DoorConfig::class, StoredConfig::class);
		$context->registerServiceAlias(Reports::class, StoredReports::class);
		$context->registerMiddleware(DoorMiddleware::class);
		$context->registerMiddleware(TalkMiddleware::class, true);
		$this->listen($context);
		$this->manage($context);
		$context->registerService(RuntimeList::class, static fn (): RuntimeList => RuntimeList::ofThisMachine());
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
		foreach ([SystemMessageSentEvent::class, RoomDeletedEvent::class] as $event) {
			$context->registerEventListener($event, CleanUp::class);
		}
		foreach ([BeforeUserDeletedEvent::class, AutoCompleteFilterEvent::class, MoveToTrashEvent::class] as $event) {
			$context->registerEventListener($event, GuardServiceUser::class);
		}
		// After the relay was told of it.
		$context->registerEventListener(AttendeesRemovedEvent::class, EndDeserted::class, -100);
		// Before and after all of Talk's own (9999 … -100).
		$context->registerEventListener(MessageParseEvent::class, ShowNamesEarly::class, 10_000);
		$context->registerEventListener(MessageParseEvent::class, ShowNamesLate::class, -200);
	}

	/** What is there for people who set the relay up, and for its process. */
	private function manage(IRegistrationContext $context): void {
		$context->registerEventListener(BeforeTemplateRenderedEvent::class, LoadScripts::class);
		$context->registerEventListener(BotEnabledEvent::class, GreetAsBot::class);
		$context->registerEventListener(PokeFailed::class, ReviveRelay::class);
		$context->registerEventListener(MessageParseEvent::class, ShowNotices::class, -50);
		// After the relay was told of it.
		$context->registerEventListener(RoomDeletedEvent::class, EndFederation::class, -100);
		$context->registerEventListener(UserDeletedEvent::class, EndFederation::class);
		$context->registerEventListener(RoomModifiedEvent::class, TellNewName::class);
		$context->registerNotifierService(Notifier::class);
		$context->registerCapability(Capabilities::class);
		$context->registerSetupCheck(RelayWorks::class);
	}

	public function boot(IBootContext $context): void {
	}
}
