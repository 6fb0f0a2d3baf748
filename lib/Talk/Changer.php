<?php

declare(strict_types=1);

/**
 * SPDX-FileCopyrightText: 2026 Talk Relay contributors
 * SPDX-License-Identifier: AGPL-3.0-or-later
 */

namespace OCA\TalkRelay\Talk;

use OCA\Talk\Chat\ChatManager;
use OCA\Talk\Model\Attendee;
use OCA\Talk\Participant;
use OCA\Talk\Room;
use OCA\TalkRelay\Door\Harmless;
use OCA\TalkRelay\Door\Item;
use OCA\TalkRelay\Door\Verdict;
use OCP\AppFramework\Utility\ITimeFactory;
use OCP\Comments\IComment;
use OCP\Comments\MessageTooLongException;
use OCP\Comments\NotFoundException;

/** Edits and deletions of copies: of what remote people said, and of what the relay itself did. Never of what people here said. */
final class Changer {
	public function __construct(
		private readonly ChatManager $chat,
		private readonly Actors $actors,
		private readonly ServiceUser $service,
		private readonly SharedFiles $files,
		private readonly Harmless $harmless,
		private readonly ITimeFactory $time,
	) {
	}

	/**
	 * @return list<int> none
	 * @throws Verdict
	 */
	public function edit(Room $room, Item $item): array {
		$actor = $this->actors->speaker($item);
		$copy = $this->copy($room, $item->target);
		if ($copy === null || $copy->getVerb() === ChatManager::VERB_MESSAGE_DELETED) {
			throw Verdict::cannot('The message is no longer there');
		}
		$participant = $this->actors->participant($room, Attendee::ACTOR_FEDERATED_USERS, $actor->id);
		try {
			$this->chat->editMessage($room, $copy, $participant, $this->time->getDateTime(), $this->harmless->text($item->token, $item->text));
		} catch (MessageTooLongException) {
			throw Verdict::cannot('The message is too long');
		} catch (\InvalidArgumentException) {
			throw Verdict::cannot('The message is empty, or nothing that can be edited');
		}
		return [];
	}

	/**
	 * @param callable(callable(): void): void $later takes what is done once this is stored
	 * @return list<int> none
	 * @throws Verdict
	 */
	public function remove(Room $room, Item $item, callable $later): array {
		$copy = $this->copy($room, $item->target);
		if ($copy === null || $copy->getVerb() === ChatManager::VERB_MESSAGE_DELETED) {
			return [];
		}
		$by = $item->actor === null ? $copy->getActorId() : $this->actors->speaker($item)->id;
		$type = $item->actor === null ? $copy->getActorType() : Attendee::ACTOR_FEDERATED_USERS;
		$participant = $this->actors->participant($room, $type, $by, Participant::MODERATOR);
		$this->chat->deleteMessage($room, $copy, $participant, $this->time->getDateTime());
		$later(fn () => $this->files->removeOf($item->target));
		return [];
	}

	/**
	 * Null when it is gone.
	 *
	 * @throws Verdict when it is no copy
	 */
	private function copy(Room $room, int $id): ?IComment {
		try {
			$comment = $id <= 0 ? null : $this->chat->getComment($room, (string)$id);
		} catch (NotFoundException) {
			return null;
		}
		$ours = $comment === null || $comment->getActorType() === Attendee::ACTOR_FEDERATED_USERS
			|| ($comment->getActorType() === Attendee::ACTOR_USERS && $comment->getActorId() === $this->service->known());
		return $ours ? $comment : throw Verdict::cannot('It is a message of this server');
	}
}
