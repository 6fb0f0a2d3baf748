<?php

declare(strict_types=1);

/**
 * SPDX-FileCopyrightText: 2026 Talk Relay contributors
 * SPDX-License-Identifier: AGPL-3.0-or-later
 */

namespace OCA\TalkRelay\Talk;

use OCA\Talk\Exceptions\ParticipantNotFoundException;
use OCA\Talk\Model\Attendee;
use OCA\Talk\Model\AttendeeMapper;
use OCA\Talk\Participant;
use OCA\Talk\Room;
use OCA\Talk\Service\ParticipantService;
use OCA\TalkRelay\AppInfo\Application;
use OCP\DB\Exception;
use OCP\IAppConfig;
use OCP\IUserManager;
use OCP\Security\ISecureRandom;
use Psr\Container\ContainerInterface;

/**
 * The user that owns the files of remote people, and in whose name the relay itself speaks. Nobody can log in as it, it is notified of
 * nothing, and it holds back nobody's read marks. It is kept, and known, where Talk is disabled, too: Talk's parts are only asked for where
 * they are needed.
 */
final class ServiceUser {
	public const NAME = 'Talk Relay';
	private const PREFERRED = 'talk-relay';
	private static bool $leaving = false;

	public function __construct(
		private readonly IAppConfig $config,
		private readonly IUserManager $users,
		private readonly ISecureRandom $random,
		private readonly ContainerInterface $parts,
	) {
	}

	/** Created on first need. Not to be called first within a transaction that may be rolled back. */
	public function id(): string {
		$known = $this->known();
		return $known !== '' && $this->users->userExists($known) ? $known : $this->create();
	}

	/** Empty before it was needed. */
	public function known(): string {
		return $this->config->getValueString(Application::ID, 'service_user');
	}

	/** Makes it a participant, without saying so in the conversation: only then may it share files there. */
	public function join(Room $room): void {
		try {
			$this->parts->get(ParticipantService::class)->getParticipantByActor($room, Attendee::ACTOR_USERS, $this->id());
			return;
		} catch (ParticipantNotFoundException) {
		}
		$attendee = new Attendee();
		$attendee->setRoomId($room->getId());
		$attendee->setActorType(Attendee::ACTOR_USERS);
		$attendee->setActorId($this->id());
		$attendee->setDisplayName(self::NAME);
		$attendee->setParticipantType(Participant::USER);
		$attendee->setPermissions(Attendee::PERMISSIONS_CUSTOM | Attendee::PERMISSIONS_CHAT | Attendee::PERMISSIONS_LOBBY_IGNORE);
		$attendee->setNotificationLevel(Participant::NOTIFY_NEVER);
		$attendee->setNotificationCalls(Participant::NOTIFY_CALLS_OFF);
		$attendee->setReadPrivacy(Participant::PRIVACY_PRIVATE);
		$attendee->setLastReadMessage((int)$room->getLastMessage()?->getId());
		try {
			$this->parts->get(AttendeeMapper::class)->insert($attendee);
		} catch (Exception $e) {
			if ($e->getReason() !== Exception::REASON_UNIQUE_CONSTRAINT_VIOLATION) {
				throw $e;
			}
		}
	}

	/** For the purge: the user, with the files. */
	public function remove(): void {
		$user = $this->users->get($this->known());
		self::$leaving = true;
		try {
			$user?->delete();
			$this->config->deleteKey(Application::ID, 'service_user');
		} finally {
			self::$leaving = false;
		}
	}

	/** Whether somebody else is deleting it. */
	public function isKept(string $uid): bool {
		return !self::$leaving && $uid !== '' && $uid === $this->known();
	}

	private function create(): string {
		$id = self::PREFERRED;
		while ($this->users->userExists($id)) {
			$id = self::PREFERRED . '-' . $this->random->generate(4, ISecureRandom::CHAR_LOWER);
		}
		// Of every sort of characters that a policy may ask for.
		$password = 'aA1!' . $this->random->generate(60, ISecureRandom::CHAR_ALPHANUMERIC . ISecureRandom::CHAR_SYMBOLS);
		$user = $this->users->createUser($id, $password);
		if ($user === false) {
			throw new \RuntimeException('The service user could not be created');
		}
		$user->setDisplayName(self::NAME);
		$user->setQuota('none');
		$this->config->setValueString(Application::ID, 'service_user', $id);
		return $id;
	}
}
