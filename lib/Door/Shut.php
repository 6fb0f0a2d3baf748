<?php

declare(strict_types=1);

/**
 * SPDX-FileCopyrightText: 2026 Talk Relay contributors
 * SPDX-License-Identifier: AGPL-3.0-or-later
 */

namespace OCA\TalkRelay\Door;

use OCP\AppFramework\Http;

/** A call that the door does not let in, as the relay reads it (docs/DOOR.md "Signature"). */
final class Shut extends \Exception {
	/**
	 * @param Http::STATUS_* $status
	 * @param array<string, mixed> $more that the relay needs to do better
	 */
	public function __construct(
		public readonly int $status,
		public readonly string $word,
		string $message,
		public readonly array $more = [],
	) {
		parent::__construct($message);
	}

	public static function bad(string $word, string $message): self {
		return new self(Http::STATUS_BAD_REQUEST, $word, $message);
	}

	public static function missing(string $message): self {
		return new self(Http::STATUS_NOT_FOUND, 'missing', $message);
	}

	/** @return array<string, mixed> */
	public function body(): array {
		return ['error' => $this->word, 'message' => $this->getMessage()] + $this->more;
	}
}
