<?php

declare(strict_types=1);

/**
 * SPDX-FileCopyrightText: 2026 Talk Relay contributors
 * SPDX-License-Identifier: AGPL-3.0-or-later
 */

namespace OCA\TalkRelay\Service;

use OCA\TalkRelay\Db\Accounts;
use OCA\TalkRelay\Model\Member;

/** A member as people see it. */
final class MemberView {
	public function __construct(
		private readonly Accounts $accounts,
		private readonly Networks $networks,
	) {
	}

	/** @return array{id: int, account: int, accountLabel: string, network: string, networkName: string, server: string, address: string, name: string, direction: string, nickFormat: string, consent: string} */
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
			'name' => $member->label !== '' ? $member->label : $member->address,
			'direction' => $member->direction,
			'nickFormat' => $member->nickFormat,
			'consent' => $member->consent,
		];
	}
}
