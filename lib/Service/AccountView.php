<?php

declare(strict_types=1);

/**
 * SPDX-FileCopyrightText: 2026 Talk Relay contributors
 * SPDX-License-Identifier: AGPL-3.0-or-later
 */

namespace OCA\TalkRelay\Service;

use OCA\TalkRelay\Model\Account;

/**
 * An account as people see it: whose secret is set, never which. Of a shared one moderators see server and login, which they have to
 * invite.
 */
final class AccountView {
	public function __construct(
		private readonly AccountService $accounts,
		private readonly Networks $networks,
	) {
	}

	/**
	 * @param ?string $reader null: the administrator
	 * @return array<string, mixed> `Account` of docs/API.md
	 */
	public function whole(Account $account, ?string $reader): array {
		$own = $account->owner === $reader;
		$settings = $own ? $account->settings : [];
		return [
			'id' => $account->id,
			'network' => $account->network,
			'networkName' => $this->networks->nameOf($account->network),
			'label' => $account->label,
			'server' => $account->text('server'),
			'login' => $account->text('login'),
			'shared' => $account->shared(),
			'own' => $own,
			'set' => $own ? $account->set : [],
			'settings' => $settings === [] ? new \stdClass() : $settings,
			'used' => $this->accounts->used($account),
		];
	}
}
