<?php

declare(strict_types=1);

/**
 * SPDX-FileCopyrightText: 2026 Talk Relay contributors
 * SPDX-License-Identifier: AGPL-3.0-or-later
 */

namespace OCA\TalkRelay\Service;

use OCA\TalkRelay\Db\Gateways;
use OCA\TalkRelay\Db\Members;
use OCA\TalkRelay\Model\Account;
use OCA\TalkRelay\Relay\Addresses;
use OCA\TalkRelay\Relay\Client;
use OCA\TalkRelay\Talk\RoomStandings;
use OCP\AppFramework\Utility\ITimeFactory;
use OCP\IDBConnection;

/** Takes a `matterbridge.toml` over, or the bridges that Talk's own integration holds. Shown first; applied when told to. */
final class Import {
	public function __construct(
		private readonly Client $relay,
		private readonly TalkBridges $bridges,
		private readonly AccountService $accounts,
		private readonly MemberForm $form,
		private readonly Gateways $gateways,
		private readonly Members $members,
		private readonly RoomStandings $rooms,
		private readonly StoredRooms $federated,
		private readonly DoorConfig $config,
		private readonly Announcements $announcements,
		private readonly Addresses $addresses,
		private readonly IDBConnection $database,
		private readonly ITimeFactory $time,
	) {
	}

	/**
	 * @return array<string, mixed> `ImportPlan`
	 * @throws Invalid
	 */
	public function run(?string $toml, bool $bridges, bool $apply, string $user): array {
		$plan = new ImportPlan($this->addresses);
		if ($toml !== null && $toml !== '') {
			if (strlen($toml) > 1_000_000) {
				throw Invalid::one('toml', Text::of('This file is too large.'));
			}
			$plan->take($this->relay->call('POST', '/relay/import', ['toml' => $toml], 10));
		}
		if ($bridges) {
			$this->bridges->into($plan);
		}
		$ready = $this->ready($plan);
		if ($apply && $ready !== []) {
			$this->apply($plan, $ready, $user);
		}
		return $plan->shown($apply && $ready !== []);
	}

	/**
	 * The gateways that can be made; what can't, is said.
	 *
	 * @return list<array{name: string, token: string, members: list<array{label: string, address: string, direction: string, nickFormat: string}>}>
	 */
	private function ready(ImportPlan $plan): array {
		$ready = [];
		foreach ($plan->gateways() as $gateway) {
			$token = $gateway['token'];
			$why = match (true) {
				$token === null => null,
				$this->rooms->name($token) === null => ["Gateway {$gateway['name']}: there is no conversation $token here",
					'Look whether the file belongs to this server.'],
				$this->gateways->ofRoom($token) !== null => ["Gateway {$gateway['name']}: the conversation $token is federated already",
					'End its federation first, or leave it as it is.'],
				$gateway['members'] === [] => ["Gateway {$gateway['name']} has no other room", 'Add one in the conversation\'s settings.'],
				default => null,
			};
			if ($why !== null) {
				$plan->find('problem', null, ...$why);
			} elseif ($token !== null) {
				$ready[] = ['token' => $token] + $gateway;
			}
		}
		return $ready;
	}

	/** @param list<array{name: string, token: string, members: list<array{label: string, address: string, direction: string, nickFormat: string}>}> $ready */
	private function apply(ImportPlan $plan, array $ready, string $user): void {
		$made = $this->makeAccounts($plan, $ready);
		$now = $this->time->getTime() * 1000;
		foreach ($ready as $gateway) {
			$this->database->beginTransaction();
			$id = $this->gateways->add($gateway['token'], (string)$this->rooms->name($gateway['token']), $user, $now);
			$this->members->add($id, 0, $gateway['token'], '', 'inout', '', 'given', $user, $now);
			foreach ($gateway['members'] as $member) {
				if (isset($made[$member['label']])) {
					$this->members->add($id, $made[$member['label']]->id, AccountForm::line('address', $member['address']), '',
						$this->form->direction($member['direction']),
						$this->form->nickFormat($member['nickFormat'] !== '' ? $member['nickFormat'] : MemberForm::NICK), 'given', $user,
						$now);
				}
			}
			$this->database->commit();
			$stored = $this->gateways->find($id);
			if ($stored !== null) {
				$this->announcements->joined($stored, $user, '', implode(', ', array_unique(array_column($gateway['members'], 'label'))));
			}
		}
		$this->federated->forget();
		$this->config->changed();
	}

	/**
	 * Those that are used, shared: who set them up is the administrator.
	 *
	 * @param list<array{members: list<array{label: string, ...}>, ...}> $ready
	 * @return array<string, Account>
	 */
	private function makeAccounts(ImportPlan $plan, array $ready): array {
		$used = array_unique(array_merge(...array_map(static fn (array $gateway): array => array_column($gateway['members'], 'label'),
			$ready)));
		$made = [];
		foreach ($plan->accounts() as $label => $account) {
			if (in_array($label, $used, true)) {
				try {
					$made[$label] = $this->accounts->add(null, $account['network'], $label, $account['settings']);
				} catch (Invalid $wrong) {
					$plan->find('problem', null, "Account $label: "
						. $wrong->getMessage(), 'Set it up by hand, and add it to the conversations.');
				}
			}
		}
		return $made;
	}
}
