<?php

declare(strict_types=1);

/**
 * SPDX-FileCopyrightText: 2026 Talk Relay contributors
 * SPDX-License-Identifier: AGPL-3.0-or-later
 */

namespace OCA\TalkRelay\Service;

use OCA\TalkRelay\Relay\Sentence;
use OCP\IL10N;

/** A sentence for people, said in English where it comes up and in their language where it goes out. `%s` stands for a parameter. */
final readonly class Text {
	/**
	 * @param list<string> $parameters
	 * @param list<string> $said in its place
	 */
	private function __construct(
		private string $text,
		private array $parameters,
		private array $said = [],
	) {
	}

	/** The literal is what translators get: l10n/strings.ts finds it here. */
	public static function of(string $text, string|int ...$parameters): self {
		return new self($text, array_map(strval(...), array_values($parameters)));
	}

	/** What the relay said, in English. */
	public static function said(string ...$sentences): self {
		return new self('', [], array_values(array_filter($sentences, static fn (string $one): bool => $one !== '')));
	}

	public function english(): string {
		return $this->said !== [] ? implode(' ', $this->said) : vsprintf($this->text, $this->parameters);
	}

	public function in(IL10N $language): string {
		return $this->text === '' ? implode(' ', array_map(static fn (string $one): string => Sentence::in($language, $one), $this->said))
			: $language->t($this->text, $this->parameters);
	}
}
