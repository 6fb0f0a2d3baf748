<?php

declare(strict_types=1);

/**
 * SPDX-FileCopyrightText: 2026 Talk Relay contributors
 * SPDX-License-Identifier: AGPL-3.0-or-later
 */

namespace OCA\TalkRelay\Talk;

use OCA\Talk\Chat\ChatManager;
use OCA\Talk\Room;
use OCA\Talk\Share\RoomShareProvider;
use OCA\TalkRelay\Door\Shut;
use OCP\Comments\NotFoundException as MessageNotFound;
use OCP\Files\File;
use OCP\Files\IRootFolder;
use OCP\Files\Node;
use OCP\Files\NotFoundException;
use OCP\Share\Exceptions\ShareNotFound;

/** The file that a message shows. */
final class FileReader {
	/** Folders between a file and the one that is shared. */
	private const DEPTH = 10;

	public function __construct(
		private readonly RoomReader $rooms,
		private readonly ChatManager $chat,
		private readonly RoomShareProvider $shares,
		private readonly IRootFolder $root,
	) {
	}

	/** @throws Shut 404 when message, share or file are gone, or it is no file of this conversation */
	public function of(string $token, int $message): File {
		$room = $this->rooms->room($token);
		try {
			$comment = $this->chat->getComment($room, (string)$message);
			$node = $this->node($room, (array)json_decode($comment->getMessage(), true));
		} catch (MessageNotFound|NotFoundException|ShareNotFound|\InvalidArgumentException) {
			$node = null;
		}
		return $node instanceof File ? $node : throw Shut::missing('The file is gone');
	}

	/** A message names a share of its own, or a file in a folder that is shared with the conversation. */
	private function node(Room $room, array $said): ?Node {
		$parameters = ($said['message'] ?? '') === 'file_shared' ? (array)($said['parameters'] ?? []) : [];
		if (isset($parameters['share'])) {
			$share = $this->shares->getShareById((string)$parameters['share']);
			return $share->getSharedWith() === $room->getToken() ? $share->getNode() : null;
		}
		$node = isset($parameters['fileId']) ? $this->root->getFirstNodeById((int)$parameters['fileId']) : null;
		return $node !== null && $this->shared($room, $node) ? $node : null;
	}

	private function shared(Room $room, Node $node): bool {
		$folder = $node;
		for ($depth = 0; $depth < self::DEPTH; $depth++) {
			$folder = $folder->getParent();
			foreach ($this->shares->getSharesByPath($folder) as $share) {
				if ($share->getSharedWith() === $room->getToken()) {
					return true;
				}
			}
		}
		return false;
	}
}
