<?php

declare(strict_types=1);

/**
 * SPDX-FileCopyrightText: 2026 Talk Relay contributors
 * SPDX-License-Identifier: AGPL-3.0-or-later
 */

namespace OCA\TalkRelay\Door;

/** PHP's way to look at what passes through a stream. */
final class HashFilter extends \php_user_filter {
	/**
	 * @param resource $in
	 * @param resource $out
	 * @param int $rw_consumed
	 */
	public function filter($in, $out, &$rw_consumed, bool $closing): int {
		while ($bucket = stream_bucket_make_writeable($in)) {
			if ($this->params instanceof \HashContext) {
				hash_update($this->params, (string)$bucket->data);
			}
			$rw_consumed += (int)$bucket->datalen;
			stream_bucket_append($out, $bucket);
		}
		return PSFS_PASS_ON;
	}
}
