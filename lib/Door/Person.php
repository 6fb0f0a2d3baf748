<?php

declare(strict_types=1);

/**
 * SPDX-FileCopyrightText: 2026 Talk Relay contributors
 * SPDX-License-Identifier: AGPL-3.0-or-later
 */

namespace OCA\TalkRelay\Door;

/** A remote person (`DoorPerson` in sidecar/door/types.ts). */
final readonly class Person {
	/** Of Talk's column for an author, in bytes. */
	private const ID_LENGTH = 64;
	private const NAME_LENGTH = 255;

	private function __construct(
		/** `laura@nube.minube2.com` */
		public string $id,
		public string $name,
		/** Where the picture can be fetched. */
		public ?string $avatar,
	) {
	}

	/** @throws Verdict when it can be nobody */
	public static function read(mixed $json): self {
		$id = is_array($json) && is_string($json['id'] ?? null) ? $json['id'] : '';
		// Talk splits a cloud id at its last @ and finds a mention by these characters only.
		if (strlen($id) > self::ID_LENGTH || preg_match('/^[^\s"\x00-\x1f]+@[^\s"@\x00-\x1f]+$/u', $id) !== 1) {
			throw Verdict::drop('The author has no usable id');
		}
		$name = is_array($json) && is_string($json['name'] ?? null) ? $json['name'] : '';
		$name = trim((string)preg_replace('/[\x00-\x1f\x7f\x{200e}\x{200f}\x{202a}-\x{202e}\x{2066}-\x{2069}]+/u', ' ', $name));
		$avatar = is_array($json) && is_string($json['avatar'] ?? null) ? $json['avatar'] : null;
		return new self($id, mb_substr($name === '' ? $id : $name, 0, self::NAME_LENGTH), $avatar);
	}

	/** The server that the person belongs to. */
	public function host(): string {
		return substr($this->id, (int)strrpos($this->id, '@') + 1);
	}
}
