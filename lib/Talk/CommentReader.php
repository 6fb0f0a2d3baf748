<?php

declare(strict_types=1);

/**
 * SPDX-FileCopyrightText: 2026 Talk Relay contributors
 * SPDX-License-Identifier: AGPL-3.0-or-later
 */

namespace OCA\TalkRelay\Talk;

use OCA\Talk\Chat\ChatManager;
use OCA\Talk\Room;
use OCA\TalkRelay\Door\Happening;
use OCP\Comments\IComment;
use Psr\Container\ContainerInterface;

/** What Talk stores of a conversation, message by message → what the relay is told. */
final class CommentReader {
	public function __construct(
		private readonly ContainerInterface $parts,
	) {
	}

	/**
	 * @param ?IComment $parent where it is known already
	 * @return ?Happening null for what is no matter of the other side, and for what nobody sees
	 */
	public function read(Room $room, IComment $comment, ?IComment $parent = null): ?Happening {
		return match ($comment->getVerb()) {
			ChatManager::VERB_MESSAGE => $this->parsed($room, $comment, $parent, Happening::MESSAGE),
			ChatManager::VERB_OBJECT_SHARED => new Happening($room->getToken(), Happening::OBJECT, ['id' => (int)$comment->getId()]),
			ChatManager::VERB_SYSTEM => $this->system($room, $comment, $parent),
			default => null,
		};
	}

	/** @return array<string, mixed> the body of a row: `$actor` is who reacted, by type, id and name */
	public static function reaction(?IComment $reaction, int $target, array $actor, string $emoji, bool $removed): array {
		[$type, $id, $name] = $actor;
		return [
			'id' => (int)$reaction?->getId(),
			'target' => $target,
			'actorType' => $type,
			'actorId' => $id,
			'actorDisplayName' => $name,
			'emoji' => $emoji,
			'removed' => $removed,
			'timestamp' => $reaction === null ? 0 : $reaction->getCreationDateTime()->getTimestamp(),
		];
	}

	private function system(Room $room, IComment $comment, ?IComment $parent): ?Happening {
		/** @var mixed $said */
		$said = json_decode($comment->getMessage(), true);
		// A reaction that was taken back is told with its emoji by an event of its own.
		return is_array($said) && ($said['message'] ?? '') === 'reaction_revoked' ? null
			: $this->parsed($room, $comment, $parent, Happening::SYSTEM);
	}

	/** @param Happening::* $kind */
	private function parsed(Room $room, IComment $comment, ?IComment $parent, string $kind): ?Happening {
		$json = $this->parts->get(MessageJson::class)->of($room, $comment, $parent);
		return $json === null ? null : new Happening($room->getToken(), $kind, $json);
	}
}
