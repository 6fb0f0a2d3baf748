<?php

declare(strict_types=1);

/**
 * SPDX-FileCopyrightText: 2026 Talk Relay contributors
 * SPDX-License-Identifier: AGPL-3.0-or-later
 */

namespace OCA\TalkRelay\Service;

use OCA\TalkRelay\Db\Accounts;
use OCA\TalkRelay\Model\Member;
use OCA\TalkRelay\ResponseDefinitions;

/**
 * A member as people see it.
 *
 * @psalm-import-type TalkRelayMember from ResponseDefinitions
 */
final class MemberView {
	public function __construct(
		private readonly Accounts $accounts,
		private readonly Networks $networks,
	) {
	}

	/** @return TalkRelayMember */
	public function whole(Member $member): array {
		$account = $this->accounts->find($member->account);
		$network = $account->network ?? '';
		return [
			'id' => $member->id,
			'account' => $member->account,
			'accountLabel' => $account->label ?? '',
			'network' => $network,
			'networkName' => $network === '' ? '' : $this->networks->nameOf($network),
			'server' => $account?->text('server') ?? '',
			'address' => $member->address,
			'name' => $member->label,
			'direction' => $member->direction,
			'nickFormat' => $member->nickFormat,
			'consent' => $member->consent,
		];
	}
}
