<?php

declare(strict_types=1);

/**
 * SPDX-FileCopyrightText: 2026 Talk Relay contributors
 * SPDX-License-Identifier: AGPL-3.0-or-later
 */

namespace OCA\TalkRelay\Talk;

use OCA\Talk\Chat\ChatManager;
use OCA\Talk\Chat\MessageParser;
use OCA\Talk\Model\Message;
use OCA\Talk\Model\Thread;
use OCA\Talk\Room;
use OCA\Talk\Service\ThreadService;
use OCP\AppFramework\Db\DoesNotExistException;
use OCP\Comments\IComment;
use OCP\Comments\NotFoundException;
use OCP\IL10N;
use OCP\L10N\IFactory;

/** Messages as Talk's API shows them (`TalkMessage` in sidecar/talk/types.ts), in English and to nobody in particular. */
final class MessageJson {
	private readonly IL10N $words;

	public function __construct(
		private readonly MessageParser $parser,
		private readonly ChatManager $chat,
		private readonly ThreadService $threads,
		private readonly PollJson $polls,
		IFactory $languages,
	) {
		$this->words = $languages->get('spreed', 'en');
	}

	/**
	 * @param IComment|null $parent where it is known already
	 * @return array<string, mixed>|null null for what nobody sees
	 */
	public function of(Room $room, IComment $comment, ?IComment $parent = null): ?array {
		$json = $this->alone($room, $comment);
		$parent ??= $json === null ? null : $this->parentOf($room, $comment);
		if ($json === null || $parent === null) {
			return $json;
		}
		$json['parent'] = $this->alone($room, $parent) ?? ['id' => (int)$parent->getId(), 'deleted' => true];
		return $json;
	}

	/** @return array<string, mixed>|null */
	private function alone(Room $room, IComment $comment): ?array {
		$message = $this->parser->createMessage($room, null, $comment, $this->words);
		// Inaccurate: paths of files would be those of a reader, whom there is none of.
		$this->parser->parseMessage($message, true);
		if (!$message->getVisibility()) {
			return null;
		}
		/** @var array<string, mixed> $json */
		$json = $message->toArray('json', null);
		return $json + $this->thread($room, $comment) + $this->polls->of($room, $message->getMessageParameters());
	}

	private function parentOf(Room $room, IComment $comment): ?IComment {
		try {
			return $comment->getParentId() === '0' ? null : $this->chat->getParentComment($room, $comment->getParentId());
		} catch (NotFoundException) {
			return null;
		}
	}

	/**
	 * The message that begins a thread is told of before Talk has stored the thread: then its own meta data know the title.
	 *
	 * @return array<string, mixed>
	 */
	private function thread(Room $room, IComment $comment): array {
		$data = $comment->getMetaData() ?? [];
		$root = (int)($data[Message::METADATA_THREAD_ID] ?? Thread::THREAD_NONE);
		$id = $room->getId();
		if ($root <= 0 || $id < 0) {
			return [];
		}
		try {
			$title = $data[Message::METADATA_THREAD_TITLE] ?? $this->threads->findByThreadId($id, $root)->getName();
		} catch (DoesNotExistException) {
			return [];
		}
		return ['isThread' => true, 'threadTitle' => (string)$title];
	}
}
