<?php

declare(strict_types=1);

/**
 * SPDX-FileCopyrightText: 2026 Talk Relay contributors
 * SPDX-License-Identifier: AGPL-3.0-or-later
 */

namespace OCA\TalkRelay\Service;

use OCA\TalkRelay\Db\Accounts;
use OCA\TalkRelay\Db\Gateways;
use OCA\TalkRelay\Db\Members;
use OCA\TalkRelay\Db\Transaction;
use OCA\TalkRelay\Model\Account;
use OCA\TalkRelay\Model\Gateway;
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
		private readonly Accounts $stored,
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
		return $plan->shown($apply && $ready !== [] && $this->apply($plan, $ready, $user));
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
				isset($ready[$token]) => ["Gateway {$gateway['name']}: the conversation $token is in gateway {$ready[$token]['name']} already",
					'A conversation belongs to one federation: join them in the file, or set the other up by hand.'],
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
				$ready[$token] = ['token' => $token] + $gateway;
			}
		}
		return array_values($ready);
	}

	/**
	 * @param list<array{name: string, token: string, members: list<array{label: string, address: string, direction: string, nickFormat: string}>}> $ready
	 * @return bool whether anything was made
	 */
	private function apply(ImportPlan $plan, array $ready, string $user): bool {
		$this->addresses->remember();
		$before = array_map(static fn (Account $account): int => $account->id, $this->stored->of(null));
		$made = $this->makeAccounts($plan, $ready);
		$any = false;
		foreach ($ready as $gateway) {
			$reached = array_values(array_filter($gateway['members'], static fn (array $member): bool => isset($made[$member['label']])));
			if ($reached === []) {
				$plan->find('problem', null, "Gateway {$gateway['name']} was not made: no other room of it can be reached",
					'Mend what is said of its accounts, and import it again.');
				continue;
			}
			try {
				$stored = Transaction::run($this->database, fn (): ?Gateway => $this->store(['members' => $reached] + $gateway, $made, $user));
			} catch (Invalid $wrong) {
				$plan->find('problem', null, "Gateway {$gateway['name']} was not made: " . $wrong->getMessage(), 'Set it up by hand.');
				continue;
			}
			if ($stored !== null) {
				$any = true;
				$ways = array_values(array_unique(array_column($reached, 'direction')));
				$this->announcements->joined($stored, $user, '', implode(', ', array_unique(array_column($reached, 'label'))),
					count($ways) === 1 ? (string)$ways[0] : 'inout', 'given');
			}
		}
		$this->discardUnused(array_filter($made, static fn (Account $account): bool => !in_array($account->id, $before, true)));
		$this->federated->forget();
		$this->config->changed();
		return $any;
	}

	/**
	 * Consent is given: these conversations are bridged already, by who administers both ends.
	 *
	 * @param array{name: string, token: string, members: list<array{label: string, address: string, direction: string, nickFormat: string}>} $gateway
	 * @param array<string, Account> $accounts by label
	 * @throws Invalid
	 */
	private function store(array $gateway, array $accounts, string $user): ?Gateway {
		$now = $this->time->getTime() * 1000;
		$id = $this->gateways->add($gateway['token'], (string)$this->rooms->name($gateway['token']), $user, $now);
		$this->members->add($id, 0, $gateway['token'], '', 'inout', '', 'given', $user, $now);
		foreach ($gateway['members'] as $member) {
			$this->members->add($id, $accounts[$member['label']]->id, AccountForm::line('address', $member['address']), '',
				$this->form->direction($member['direction']),
				$this->form->nickFormat($member['nickFormat'] !== '' ? $member['nickFormat'] : MemberForm::NICK), 'given', $user, $now);
		}
		return $this->gateways->find($id);
	}

	/**
	 * So that a second try does not make them twice.
	 *
	 * @param array<string, Account> $made
	 */
	private function discardUnused(array $made): void {
		foreach ($made as $account) {
			if ($this->accounts->used($account) === 0) {
				$this->accounts->delete($account->id, null);
			}
		}
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
					$there = $this->alike($account);
					$made[$label] = $there === null ? $this->accounts->add(null, $account['network'], $label, $account['settings'])
						: $this->accounts->renew($there, $account['settings']);
				} catch (Invalid $wrong) {
					$plan->find('problem', null, "Account $label: "
						. $wrong->getMessage(), 'Set it up by hand, and add it to the conversations.');
				}
			}
		}
		return $made;
	}

	/**
	 * The same login at the same server, shared already: it gets the password of the file.
	 *
	 * @param array{network: string, settings: array<string, string|int|float|bool>} $account
	 */
	private function alike(array $account): ?Account {
		$of = static fn (string $name): string => rtrim((string)($account['settings'][$name] ?? ''), '/');
		foreach ($this->stored->of(null) as $there) {
			if ($there->network === $account['network'] && $of('server') !== '' && $of('login') !== ''
				&& rtrim($there->text('server'), '/') === $of('server') && $there->text('login') === $of('login')) {
				return $there;
			}
		}
		return null;
	}
}
