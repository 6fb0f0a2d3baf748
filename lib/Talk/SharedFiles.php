<?php

declare(strict_types=1);

/**
 * SPDX-FileCopyrightText: 2026 Talk Relay contributors
 * SPDX-License-Identifier: AGPL-3.0-or-later
 */

namespace OCA\TalkRelay\Talk;

use OCA\Talk\Room;
use OCA\TalkRelay\Door\FileTable;
use OCA\TalkRelay\Door\HashedStream;
use OCA\TalkRelay\Door\StoredFile;
use OCA\TalkRelay\Door\Verdict;
use OCA\TalkRelay\Relay\Sentence;
use OCP\Files\File;
use OCP\Files\Folder;
use OCP\Files\ForbiddenException;
use OCP\Files\IFilenameValidator;
use OCP\Files\InvalidContentException;
use OCP\Files\IRootFolder;
use OCP\Files\NotFoundException;
use Psr\Log\LoggerInterface;

/** Remote people's files: uploaded first, shown by a message afterwards, removed with it. */
final class SharedFiles {
	/** Bytes of a file's name; file systems take 255. */
	private const NAME_LENGTH = 200;

	public function __construct(
		private readonly FileTable $table,
		private readonly RoomFolder $folders,
		private readonly ServiceUser $service,
		private readonly IRootFolder $root,
		private readonly IFilenameValidator $names,
		private readonly LoggerInterface $logger,
	) {
	}

	/**
	 * @param resource $body
	 * @param string $hash SHA-256 in hex that the body must have
	 * @return string the handle, the same for the same key and name
	 * @throws \UnexpectedValueException when the body is another than announced; nothing of it is left
	 * @throws Verdict when this server takes no files, or not this one
	 */
	public function store(Room $room, string $key, string $name, int $size, $body, string $hash): string {
		$handle = hash('sha256', "$key\0$name");
		$known = $this->table->find($handle);
		if ($known !== null && $known->message !== 0) {
			return $handle;
		}
		if ($known !== null) {
			$this->remove($known);
		}
		$folder = $this->folders->of($room);
		try {
			$this->write($folder, $room->getToken(), $handle, $name, $size, $body, $hash);
		} catch (InvalidContentException|ForbiddenException $e) {
			// A virus scanner, or rules about files: the same content meets the same answer.
			throw $e instanceof ForbiddenException && $e->getRetry() ? $e : Verdict::drop(Sentence::of('This server refuses the file: %s', $e->getMessage()));
		}
		return $handle;
	}

	/** @param resource $body */
	private function write(Folder $folder, string $token, string $handle, string $name, int $size, $body, string $hash): void {
		$file = $folder->newFile($folder->getNonExistingName($this->name($name)));
		try {
			$hashed = new HashedStream($body);
			$file->putContent($hashed->stream());
			if (!hash_equals($hash, $hashed->hash()) || (int)$file->getSize() !== $size) {
				throw new \UnexpectedValueException('The file is another than announced');
			}
			$this->table->add($handle, $token, $file->getId());
		} catch (\Throwable $e) {
			$this->discard($file, $token, $handle);
			throw $e;
		}
	}

	/** What interrupts Nextcloud's writing leaves the file locked until the request ends: then it goes another day (`TidyDoor`). */
	private function discard(File $file, string $token, string $handle): void {
		try {
			try {
				$file->delete();
			} catch (\Throwable) {
				$this->table->add($handle, $token, $file->getId(), 0);
			}
		} catch (\Throwable $e) {
			// Why it was not taken matters more.
			$this->logger->error('A file that was not taken stays', ['exception' => $e]);
		}
	}

	/**
	 * @return array{int, string} its number and MIME type
	 * @throws Verdict when there is none: it has to be uploaded again
	 */
	public function take(string $token, string $handle): array {
		$known = $this->table->find($handle);
		$node = $known !== null && $known->token === $token ? $this->node($known) : null;
		return $node === null ? throw Verdict::retry('The file has to be uploaded again') : [(int)$node->getId(), $node->getMimetype()];
	}

	public function belongs(string $handle, int $message): void {
		$this->table->belongs($handle, $message);
	}

	public function removeOf(int $message): void {
		array_map($this->remove(...), $this->table->ofMessage($message));
	}

	public function remove(StoredFile $file): void {
		try {
			$this->node($file)?->delete();
		} catch (NotFoundException) {
			// Gone already.
		}
		$this->table->remove($file->handle);
	}

	private function node(StoredFile $file): ?File {
		$node = $this->root->getUserFolder($this->service->id())->getFirstNodeById($file->file);
		return $node instanceof File ? $node : null;
	}

	private function name(string $name): string {
		// Nextcloud leaves control characters in a name and then refuses to write the file.
		$base = basename(str_replace('\\', '/', (string)preg_replace('/[\x00-\x1f\x7f]/', '_', $name)));
		$ending = mb_strcut(pathinfo($base, PATHINFO_EXTENSION), 0, self::NAME_LENGTH - 1);
		$stem = mb_strcut(pathinfo($base, PATHINFO_FILENAME), 0, self::NAME_LENGTH - strlen($ending));
		$clean = $this->names->sanitizeFilename($ending === '' ? $stem : "$stem.$ending");
		return trim($clean, '. ') === '' ? 'file' : $clean;
	}
}
