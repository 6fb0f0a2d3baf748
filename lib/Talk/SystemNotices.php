<?php

declare(strict_types=1);

/**
 * SPDX-FileCopyrightText: 2026 Talk Relay contributors
 * SPDX-License-Identifier: AGPL-3.0-or-later
 */

namespace OCA\TalkRelay\Talk;

use OCA\Talk\Chat\ChatManager;
use OCA\Talk\Events\MessageParseEvent;
use OCA\Talk\Exceptions\RoomNotFoundException;
use OCA\Talk\Manager;
use OCA\Talk\Model\Attendee;
use OCP\AppFramework\Utility\ITimeFactory;
use OCP\IL10N;
use OCP\L10N\IFactory;
use Psr\Container\ContainerInterface;

/**
 * Says in a conversation what was done with its federation, and by whom, as Talk says such things. Each is stored as the system message
 * of Talk's own that comes nearest, with our words in its parameters: every client shows it as a system message, and where the app is
 * switched off a sentence remains that is nearly true instead of raw data.
 */
final class SystemNotices {
	public const JOINED = 'joined';
	public const LEFT = 'left';
	public const CHANGED = 'changed';
	public const PAUSED = 'paused';
	public const RESUMED = 'resumed';
	public const ENDED = 'ended';
	/** In one direction only, and not before a moderator there has agreed. */
	public const JOINED_IN = 'joinedIn';
	public const JOINED_OUT = 'joinedOut';
	public const ASKED = 'asked';
	private const NEAREST = [
		self::JOINED => 'matterbridge_config_added', self::JOINED_IN => 'matterbridge_config_added',
		self::JOINED_OUT => 'matterbridge_config_added', self::ASKED => 'matterbridge_config_added', self::LEFT => 'matterbridge_config_edited',
		self::CHANGED => 'matterbridge_config_edited',
		self::PAUSED => 'matterbridge_config_disabled', self::RESUMED => 'matterbridge_config_enabled',
		self::ENDED => 'matterbridge_config_removed',
	];

	public function __construct(
		private readonly ContainerInterface $container,
		private readonly ITimeFactory $time,
		private readonly IFactory $languages,
	) {
	}

	/** Silent, and nothing for the relay. `$userId`: empty for the command line. */
	public function say(string $token, string $userId, string $what, string $other): void {
		try {
			$room = $this->container->get(Manager::class)->getRoomByToken($token);
		} catch (RoomNotFoundException) {
			return;
		}
		$text = json_encode(['message' => self::NEAREST[$what], 'parameters' => ['talk_relay' => ['what' => $what, 'other' => $other]]],
			JSON_THROW_ON_ERROR);
		$when = \DateTime::createFromInterface($this->time->now());
		[$type, $id] = $userId === '' ? [Attendee::ACTOR_GUESTS, Attendee::ACTOR_ID_CLI] : [Attendee::ACTOR_USERS, $userId];
		Injection::run(fn () => $this->container->get(ChatManager::class)->addSystemMessage($room, null, $type, $id,
			$text, $when, false, silent: true));
	}

	/** Puts our words in the place of Talk's. Called for every message that is shown, so it looks before it works. */
	public function show(MessageParseEvent $event): void {
		$message = $event->getMessage();
		$stored = $message->getComment()?->getMessage() ?? '';
		if ($message->getComment()?->getVerb() !== ChatManager::VERB_SYSTEM || !str_contains($stored, '"talk_relay"')) {
			return;
		}
		$notice = json_decode($stored, true)['parameters']['talk_relay'] ?? [];
		$parameters = array_intersect_key($message->getMessageParameters(), ['actor' => 1]);
		$other = (string)($notice['other'] ?? '');
		if ($other !== '') {
			$parameters['other'] = ['type' => 'highlight', 'id' => 'talk_relay', 'name' => $other];
		}
		$l10n = $this->languages->get('talk_relay', $message->getL10n()->getLanguageCode());
		$message->setMessage($this->words($l10n, (string)($notice['what'] ?? ''), $other !== ''), $parameters, $message->getMessageRaw());
	}

	private function words(IL10N $l, string $what, bool $named): string {
		return match ($what) {
			self::JOINED, self::JOINED_IN, self::JOINED_OUT, self::ASKED => $this->joined($l, $named ? $what : ''),
			self::LEFT => $named ? $l->t('{actor} separated this conversation from {other}')
				: $l->t('{actor} separated this conversation from one on another server'),
			self::PAUSED => $l->t('{actor} paused the federation of this conversation'),
			self::RESUMED => $l->t('{actor} resumed the federation of this conversation'),
			self::ENDED => $l->t('{actor} ended the federation of this conversation'),
			default => $l->t('{actor} changed the federation of this conversation'),
		};
	}

	/** `$what` is empty where the other conversation has no name. */
	private function joined(IL10N $l, string $what): string {
		return match ($what) {
			self::JOINED => $l->t('{actor} joined this conversation with {other}: what is written here appears there, and the other way round'),
			self::JOINED_IN => $l->t('{actor} joined this conversation with {other}: what is written there appears here'),
			self::JOINED_OUT => $l->t('{actor} joined this conversation with {other}: what is written here appears there'),
			self::ASKED => $l->t('{actor} asked to join this conversation with {other}: a moderator there has to agree, until then nothing is carried'),
			default => $l->t('{actor} joined this conversation with one on another server'),
		};
	}
}
