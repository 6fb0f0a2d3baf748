<?php

declare(strict_types=1);

/**
 * SPDX-FileCopyrightText: 2026 Talk Relay contributors
 * SPDX-License-Identifier: AGPL-3.0-or-later
 */

namespace OCA\TalkRelay\Talk;

use OCA\Talk\Chat\ChatManager;
use OCA\Talk\Exceptions\MessagingNotAllowedException;
use OCA\Talk\Model\Attendee;
use OCA\Talk\Model\Thread;
use OCA\Talk\Room;
use OCA\Talk\Service\ThreadService;
use OCA\TalkRelay\Door\Attached;
use OCA\TalkRelay\Door\Harmless;
use OCA\TalkRelay\Door\Item;
use OCA\TalkRelay\Door\Person;
use OCA\TalkRelay\Door\Verdict;
use OCP\AppFramework\Utility\ITimeFactory;
use OCP\Comments\IComment;
use OCP\Comments\MessageTooLongException;
use OCP\Comments\NotFoundException;

/** Messages, files and notices. */
final class Writer {
	public function __construct(
		private readonly ChatManager $chat,
		private readonly ThreadService $threads,
		private readonly Actors $actors,
		private readonly ServiceUser $service,
		private readonly SharedFiles $files,
		private readonly Harmless $harmless,
		private readonly ITimeFactory $time,
	) {
	}

	/**
	 * With files the text is the first one's caption, as in Talk.
	 *
	 * @return list<int>
	 * @throws Verdict
	 */
	public function send(Room $room, Item $item): array {
		$actor = $this->actors->speaker($item);
		$text = $this->harmless->text($item->token, $item->text);
		$parent = $this->parent($room, $item->replyTo);
		$thread = $parent === null ? $this->threadOf($room, $item) : Thread::THREAD_NONE;
		if ($item->files === []) {
			return [$this->text($room, $item, $actor, $text, $parent, $thread)];
		}
		$ids = [];
		foreach ($item->files as $index => $file) {
			$first = $index === 0;
			$ids[] = $this->file($room, $item, $actor, $file, $first ? $text : '', $first ? $parent : null, max($thread, Thread::THREAD_NONE));
		}
		return $ids;
	}

	/** @return list<int> */
	public function notice(Room $room, Item $item): array {
		$text = $this->harmless->notice($item->text);
		return [$this->save($room, $item, Attendee::ACTOR_USERS, $this->service->id(), $text, null, true, Thread::THREAD_NONE)];
	}

	private function text(Room $room, Item $item, Person $actor, string $text, ?IComment $parent, int $thread): int {
		$id = $this->save($room, $item, Attendee::ACTOR_FEDERATED_USERS, $actor->id, $text, $parent, $item->silent, $thread);
		if ($thread === Thread::THREAD_CREATE) {
			$this->threads->createThread($room, $id, (string)$item->title);
			$this->chat->addSystemMessage($room, null, Attendee::ACTOR_FEDERATED_USERS, $actor->id,
				json_encode(['message' => 'thread_created', 'parameters' => ['thread' => $id, 'title' => (string)$item->title]], JSON_THROW_ON_ERROR),
				$this->time->getDateTime(), false, $item->key, $this->chat->getComment($room, (string)$id), true, true);
		}
		return $id;
	}

	private function save(Room $room, Item $item, string $type, string $id, string $text, ?IComment $parent, bool $silent, int $thread): int {
		if (trim($text) === '') {
			throw Verdict::drop('The message is empty');
		}
		try {
			$comment = $this->chat->sendMessage($room, null, $type, $id, $text, $this->time->getDateTime(), $parent, $item->key,
				$silent, false, $thread, (string)$item->title);
		} catch (MessageTooLongException) {
			throw Verdict::drop('The message is too long');
		} catch (MessagingNotAllowedException) {
			throw Verdict::closeRoom('The conversation takes no messages');
		}
		// Talk answers even when it could not store it.
		return (int)$comment->getId() ?: throw Verdict::retry('Talk did not store the message');
	}

	private function file(Room $room, Item $item, Person $actor, Attached $file, string $caption, ?IComment $parent, int $thread): int {
		[$node, $mime] = $this->files->take($item->token, $file->handle);
		$data = ['mimeType' => $mime] + ($caption === '' ? [] : ['caption' => $caption])
			+ ($file->voice ? ['messageType' => ChatManager::VERB_VOICE_MESSAGE] : []);
		$said = ['message' => 'file_shared', 'parameters' => ['fileId' => (string)$node, 'metaData' => $data]];
		$comment = $this->chat->addSystemMessage($room, null, Attendee::ACTOR_FEDERATED_USERS, $actor->id,
			json_encode($said, JSON_THROW_ON_ERROR), $this->time->getDateTime(), true, $item->key, $parent, false, $item->silent, $thread);
		$id = (int)$comment->getId() ?: throw Verdict::retry('Talk did not store the message');
		$this->files->belongs($file->handle, $id);
		return $id;
	}

	/** What is answered; null when it is gone: then it is said without. */
	private function parent(Room $room, int $id): ?IComment {
		try {
			return $id <= 0 ? null : $this->chat->getParentComment($room, (string)$id);
		} catch (NotFoundException) {
			return null;
		}
	}

	private function threadOf(Room $room, Item $item): int {
		return match (true) {
			$item->root > 0 => $this->threads->validateThread($room->getId(), $item->root) ? $item->root : Thread::THREAD_NONE,
			$item->title !== null => Thread::THREAD_CREATE,
			default => Thread::THREAD_NONE,
		};
	}
}
