<?php

declare(strict_types=1);

/**
 * SPDX-FileCopyrightText: 2026 Talk Relay contributors
 * SPDX-License-Identifier: AGPL-3.0-or-later
 */

namespace OCA\TalkRelay\Talk;

use OCA\Talk\Room;
use OCA\TalkRelay\Door\Verdict;
use OCA\TalkRelay\Relay\Sentence;
use OCP\Constants;
use OCP\Files\Folder;
use OCP\Files\IFilenameValidator;
use OCP\Files\IRootFolder;
use OCP\Files\NotFoundException;
use OCP\IRequest;
use OCP\Share\IManager;
use OCP\Share\IShare;

/**
 * The service user's folder for one conversation, shared with it as a whole: so each file is a message of ours, as with Talk's own folders.
 */
final class RoomFolder {
	/** Talk says nothing in the conversation about a folder that is shared on this route: such shares only give access. */
	private const SILENT_ROUTE = 'ocs.spreed.Chat.postAttachmentToRoom';
	/** @var array<string, Folder> by token, for this request */
	private array $known = [];

	public function __construct(
		private readonly IRootFolder $root,
		private readonly IManager $shares,
		private readonly IFilenameValidator $names,
		private readonly IRequest $request,
		private readonly ServiceUser $service,
	) {
	}

	/** @throws Verdict where nobody could share it */
	public function of(Room $room): Folder {
		return $this->known[$room->getToken()] ??= $this->make($room);
	}

	private function make(Room $room): Folder {
		$this->service->join($room);
		$home = $this->root->getUserFolder($this->service->id());
		$outer = $this->folder($home, $room->getToken());
		$existing = $outer->getDirectoryListing()[0] ?? null;
		$folder = $existing instanceof Folder ? $existing : $this->folder($outer, $this->name($room));
		$this->share($room, $folder);
		return $folder;
	}

	/** What people see among their own files. */
	private function name(Room $room): string {
		return $this->names->sanitizeFilename(mb_strcut($room->getName(), 0, 150) . ' (' . $room->getToken() . ')');
	}

	private function folder(Folder $parent, string $name): Folder {
		try {
			$node = $parent->get($name);
			return $node instanceof Folder ? $node : throw new \RuntimeException("$name is no folder");
		} catch (NotFoundException) {
			return $parent->newFolder($name);
		}
	}

	/** @throws Verdict where nobody could share it */
	private function share(Room $room, Folder $folder): void {
		foreach ($this->shares->getSharesBy($this->service->id(), IShare::TYPE_ROOM, $folder, false, -1) as $share) {
			if ($share->getSharedWith() === $room->getToken()) {
				return;
			}
		}
		$this->mayShare();
		$share = $this->shares->newShare();
		$share->setNode($folder)
			->setShareType(IShare::TYPE_ROOM)
			->setSharedWith($room->getToken())
			->setSharedBy($this->service->id())
			->setPermissions(Constants::PERMISSION_READ);
		$this->silently(fn () => $this->shares->createShare($share));
	}

	/** @throws Verdict where an administrator has restricted sharing: waiting would change nothing, and hold everything else up */
	private function mayShare(): void {
		if (!$this->shares->shareApiEnabled()) {
			throw Verdict::drop(Sentence::of('Sharing is switched off on this server, so it takes no files: an administrator can allow it in the sharing settings'));
		}
		if ($this->shares->sharingDisabledForUser($this->service->id())) {
			throw Verdict::drop(Sentence::of('Sharing is restricted to groups on this server, so it takes no files: an administrator can add the user %s to a group that may share',
				$this->service->id()));
		}
	}

	/** @param callable(): mixed $work */
	private function silently(callable $work): void {
		$route = (string)$this->request->getParam('_route', '');
		// Not part of the public interface, but what there is: Talk looks for the route among the request's parameters.
		if (!method_exists($this->request, 'setUrlParameters')) {
			throw new \RuntimeException('This Nextcloud does not let a route be named');
		}
		$this->request->setUrlParameters(['_route' => self::SILENT_ROUTE]);
		try {
			$work();
		} finally {
			$this->request->setUrlParameters(['_route' => $route]);
		}
	}
}
