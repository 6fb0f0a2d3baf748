<?php

declare(strict_types=1);

/**
 * SPDX-FileCopyrightText: 2026 Talk Relay contributors
 * SPDX-License-Identifier: AGPL-3.0-or-later
 */

namespace OCA\TalkRelay\Door;

/** JSON → item. */
final class ItemReader {
	/** @throws Verdict for what can't be done, whoever asks */
	public static function read(array $json): Item {
		$do = self::text($json, 'do');
		if (!in_array($do, Item::KINDS, true)) {
			throw Verdict::drop('Nothing that this version can do');
		}
		if (preg_match('/^.{1,128}$/', self::text($json, 'key')) !== 1 || preg_match('/^[a-zA-Z0-9]{1,64}$/', self::text($json, 'token')) !== 1) {
			throw Verdict::drop('The key or the conversation can be none');
		}
		$thread = is_array($json['thread'] ?? null) ? $json['thread'] : null;
		return new Item(
			key: self::text($json, 'key'),
			token: self::text($json, 'token'),
			do: $do,
			actor: isset($json['actor']) || in_array($do, ['send', 'edit'], true) ? Person::read($json['actor'] ?? null) : null,
			text: self::text($json, 'text'),
			target: self::number($json, 'target'),
			replyTo: self::number($json, 'replyTo'),
			silent: ($json['silent'] ?? false) === true,
			root: $thread === null ? 0 : self::number($thread, 'root'),
			title: $thread === null ? null : (self::text($thread, 'title') ?: null),
			files: array_map(self::attached(...), self::list($json, 'files')),
			emoji: self::text($json, 'emoji'),
			by: array_map(Person::read(...), self::list($json, 'by')),
			stands: ($json['stands'] ?? false) === true,
		);
	}

	private static function attached(mixed $json): Attached {
		$json = is_array($json) ? $json : [];
		return new Attached(self::text($json, 'handle'), ($json['voice'] ?? false) === true);
	}

	/** Without NUL, which PostgreSQL takes nowhere in a text. */
	private static function text(array $json, string $name): string {
		/** @var mixed $text */
		$text = $json[$name] ?? null;
		return is_string($text) ? str_replace("\0", '', $text) : '';
	}

	private static function number(array $json, string $name): int {
		return is_int($json[$name] ?? null) ? $json[$name] : 0;
	}

	/** @return list<mixed> */
	private static function list(array $json, string $name): array {
		return is_array($json[$name] ?? null) ? array_values($json[$name]) : [];
	}
}
