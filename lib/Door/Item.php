<?php

declare(strict_types=1);

/**
 * SPDX-FileCopyrightText: 2026 Talk Relay contributors
 * SPDX-License-Identifier: AGPL-3.0-or-later
 */

namespace OCA\TalkRelay\Door;

/** One thing to do, from the relay (`DeliverItem` in sidecar/door/types.ts). What its kind does not have is empty. */
final readonly class Item {
	public const KINDS = ['send', 'edit', 'remove', 'react', 'sign', 'notice'];

	/**
	 * @param string $key used for nothing else, ever
	 * @param int $root of the thread; 0: this message begins it
	 * @param string|null $title of the thread; null: none
	 * @param list<Attached> $files
	 * @param list<Person> $by who reacts
	 * @param bool $stands the sign is to be there
	 */
	public function __construct(
		public string $key,
		public string $token,
		public string $do,
		public ?Person $actor,
		public string $text,
		public int $target,
		public int $replyTo,
		public bool $silent,
		public int $root,
		public ?string $title,
		public array $files,
		public string $emoji,
		public array $by,
		public bool $stands,
	) {
	}

	/** It says what is to stand, not what happened: done again it changes nothing. */
	public function isState(): bool {
		return in_array($this->do, ['react', 'sign'], true);
	}
}
