<?php

declare(strict_types=1);

/**
 * SPDX-FileCopyrightText: 2026 Talk Relay contributors
 * SPDX-License-Identifier: AGPL-3.0-or-later
 */

namespace OCA\TalkRelay\Talk;

use OCA\Talk\Chat\ChatManager;
use OCA\Talk\Exceptions\RoomNotFoundException;
use OCA\Talk\Manager;
use OCA\Talk\Model\Attendee;
use OCA\Talk\Room;
use OCA\TalkRelay\AppInfo\Application;
use OCA\TalkRelay\Door\Happening;
use OCA\TalkRelay\Door\Outbox;
use OCA\TalkRelay\Door\People;
use OCA\TalkRelay\Service\FederatedRooms;
use OCP\AppFramework\Utility\ITimeFactory;
use OCP\Comments\IComment;
use OCP\Comments\ICommentsManager;
use OCP\Comments\NotFoundException;
use OCP\DB\QueryBuilder\IQueryBuilder;
use OCP\IAppConfig;
use OCP\IDBConnection;
use OCP\IUserManager;
use Psr\Container\ContainerInterface;
use Psr\Log\LoggerInterface;

/**
 * While the app is disabled nobody tells the relay what happens. So the place is kept at which it was disabled, and when a relay takes
 * the lease again, everything after it is told. What was told already by somebody who had not heard of it yet comes twice, and the relay
 * takes it once. What leaves no message of its own is not among it: a reaction that was taken back, a setting that was changed (that
 * the relay asks for by itself).
 */
final class Missed {
	/** Of the newest comment when the app was disabled. */
	private const PLACE = 'told_up_to';
	private const PAGE = 500;
	/** Seconds: a request that began while the app was disabled already may be through before the place is kept. */
	private const BACK = 120;

	public function __construct(
		private readonly IAppConfig $config,
		private readonly IDBConnection $db,
		private readonly FederatedRooms $rooms,
		private readonly People $people,
		private readonly ServiceUser $service,
		private readonly CommentReader $reader,
		private readonly Outbox $outbox,
		private readonly IUserManager $users,
		private readonly ContainerInterface $parts,
		private readonly LoggerInterface $logger,
		private readonly ITimeFactory $time,
	) {
	}

	/** The app is being disabled. An earlier place that was not made up for holds. */
	public function keepPlace(): void {
		if (!$this->config->hasKey(Application::ID, self::PLACE)) {
			$before = (new \DateTime('@' . ($this->time->getTime() - self::BACK)));
			$query = $this->db->getQueryBuilder();
			$query->select('id')->from('comments')
				->where($query->expr()->lt('creation_timestamp', $query->createNamedParameter($before, IQueryBuilder::PARAM_DATETIME_MUTABLE)))
				->orderBy('id', 'DESC')->setMaxResults(1);
			$this->config->setValueInt(Application::ID, self::PLACE, (int)$query->executeQuery()->fetchOne());
		}
	}

	/** This one could not be told to the relay when it was written. */
	public function keepPlaceBefore(int $comment): void {
		if (!$this->config->hasKey(Application::ID, self::PLACE) || $this->config->getValueInt(Application::ID, self::PLACE) >= $comment) {
			$this->config->setValueInt(Application::ID, self::PLACE, $comment - 1);
		}
	}

	/**
	 * A fault in one message keeps no other back, and none keeps the relay from its lease: where a conversation can't be read now (Talk is
	 * disabled, say), the place holds until the next lease.
	 */
	public function tell(): void {
		$this->config->clearCache();
		if (!$this->config->hasKey(Application::ID, self::PLACE)) {
			return;
		}
		$place = $this->config->getValueInt(Application::ID, self::PLACE);
		$whole = true;
		foreach ($this->rooms->tokens() as $token) {
			try {
				$this->tellOf($this->parts->get(Manager::class)->getRoomByToken($token), $place);
			} catch (RoomNotFoundException) {
				// Deleted meanwhile.
			} catch (\Throwable $error) {
				$whole = false;
				$this->logger->error('What was written while Talk Relay was disabled could not be told to the relay yet',
					['exception' => $error, 'conversation' => $token]);
			}
		}
		if ($whole) {
			$this->config->deleteKey(Application::ID, self::PLACE);
		}
	}

	private function tellOf(Room $room, int $place): void {
		$comments = $this->parts->get(ICommentsManager::class);
		while (($ids = $this->after($room, $place)) !== []) {
			foreach ($ids as $id) {
				try {
					$happening = $this->happened($room, $comments->get((string)$id));
					if ($happening !== null) {
						$this->outbox->add($happening);
					}
				} catch (NotFoundException) {
					// Deleted since then.
				} catch (\Throwable $error) {
					$this->logger->error('A message of the time in which Talk Relay was disabled could not be told to the relay',
						['exception' => $error, 'message' => $id]);
				}
			}
			$place = end($ids);
		}
	}

	/** @return list<int> the next ones, in the order in which they were written */
	private function after(Room $room, int $place): array {
		$query = $this->db->getQueryBuilder();
		$query->select('id')->from('comments')
			->where($query->expr()->eq('object_type', $query->createNamedParameter('chat')))
			->andWhere($query->expr()->eq('object_id', $query->createNamedParameter((string)$room->getId())))
			->andWhere($query->expr()->gt('id', $query->createNamedParameter($place, IQueryBuilder::PARAM_INT)))
			->orderBy('id')->setMaxResults(self::PAGE);
		return array_map(intval(...), $query->executeQuery()->fetchAll(\PDO::FETCH_COLUMN));
	}

	private function happened(Room $room, IComment $comment): ?Happening {
		if ($this->isOurs($room, $comment)) {
			return null;
		}
		if ($comment->getVerb() !== ChatManager::VERB_REACTION) {
			return $this->reader->read($room, $comment);
		}
		$name = $comment->getActorType() === Attendee::ACTOR_USERS ? $this->users->getDisplayName($comment->getActorId()) : null;
		$who = [$comment->getActorType(), $comment->getActorId(), $name ?? $comment->getActorId()];
		return new Happening($room->getToken(), Happening::REACTION,
			CommentReader::reaction($comment, (int)$comment->getParentId(), $who, $comment->getMessage(), false));
	}

	/** The relay put it there while the app was being disabled. */
	private function isOurs(Room $room, IComment $comment): bool {
		return match ($comment->getActorType()) {
			Attendee::ACTOR_FEDERATED_USERS => $this->people->find($room->getToken(), $comment->getActorId()) !== null,
			Attendee::ACTOR_USERS => $comment->getActorId() === $this->service->known(),
			default => false,
		};
	}
}
