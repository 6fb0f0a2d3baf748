<?php

declare(strict_types=1);

/**
 * SPDX-FileCopyrightText: 2026 Talk Relay contributors
 * SPDX-License-Identifier: AGPL-3.0-or-later
 */

namespace OCA\TalkRelay\Talk;

/** The list within an OCS answer that is rendered already. Pure. */
final class OcsList {
	/**
	 * An answer of another form (XML, an error) is left as it is.
	 *
	 * @param callable(list<\stdClass>): list<mixed> $change
	 */
	public static function change(string $output, callable $change): string {
		$answer = str_starts_with($output, '{"ocs"') ? json_decode($output) : null;
		$fine = $answer instanceof \stdClass && in_array($answer->ocs->meta->statuscode ?? 0, [100, 200], true)
			&& is_array($answer->ocs->data ?? null);
		if (!$fine) {
			return $output;
		}
		$answer->ocs->data = array_values($change($answer->ocs->data));
		return json_encode($answer, JSON_THROW_ON_ERROR);
	}
}
