<?php

declare(strict_types=1);

/**
 * SPDX-FileCopyrightText: 2026 Talk Relay contributors
 * SPDX-License-Identifier: AGPL-3.0-or-later
 */

namespace OCA\TalkRelay\Service;

use OCA\TalkRelay\Db\Accounts;
use OCA\TalkRelay\Db\Members;
use OCA\TalkRelay\Model\Account;
use OCP\AppFramework\Utility\ITimeFactory;

/**
 * People's accounts. `$owner` null means: the administrator, over the shared ones. Somebody else's are not found.
 */
final class AccountService {
	public function __construct(
		private readonly Accounts $accounts,
		private readonly Members $members,
		private readonly Networks $networks,
		private readonly AccountForm $form,
		private readonly Secrets $secrets,
		private readonly ConversationNames $conversations,
		private readonly DoorConfig $config,
		private readonly ITimeFactory $time,
	) {
	}

	/**
	 * One's own and the shared ones.
	 *
	 * @return list<Account>
	 */
	public function usableBy(string $user): array {
		return [...$this->accounts->of($user), ...$this->accounts->of(null)];
	}

	/** @return list<Account> */
	public function shared(): array {
		return $this->accounts->of(null);
	}

	/**
	 * Whoever may use it; its own settings are another matter.
	 *
	 * @throws Missing
	 */
	public function usable(int $id, string $user): Account {
		$account = $this->accounts->find($id);
		return $account !== null && ($account->shared() || $account->owner === $user) ? $account : throw new Missing();
	}

	/** @throws Missing */
	public function owned(int $id, ?string $owner): Account {
		$account = $this->accounts->find($id);
		return $account !== null && $account->owner === $owner ? $account : throw new Missing();
	}

	/**
	 * @param array<array-key, mixed> $settings
	 * @throws Invalid
	 */
	public function add(?string $owner, string $networkId, string $label, array $settings): Account {
		$network = $this->networks->find($networkId, $owner === null)
			?? throw Invalid::one('network', Text::of('This network is not available.'));
		$checked = $this->form->check($network['fields'], $settings);
		$name = AccountForm::line('label', $label);
		$id = $this->accounts->add($owner, $networkId, $name !== '' ? $name : $this->nameFor($network['name'], $checked['settings']),
			$checked['settings'], $this->secrets->seal($checked['secrets']), array_keys($checked['secrets']),
			$this->time->getTime() * 1000);
		$this->config->changed();
		return $this->accounts->find($id) ?? throw new Missing();
	}

	/**
	 * A secret that is left out stays, as does a setting that only administrators may change.
	 *
	 * @param ?array<array-key, mixed> $settings null: none is changed
	 * @throws Invalid
	 * @throws Missing
	 */
	public function change(int $id, ?string $owner, ?string $label, ?array $settings): Account {
		$account = $this->owned($id, $owner);
		$fields = ($this->networks->find($account->network, $owner === null)
			?? throw Invalid::one('network', Text::of('This network is not available.')))['fields'];
		$checked = $settings === null ? null : $this->form->check($fields, $settings, $account->set);
		$name = $label === null ? '' : AccountForm::line('label', $label);
		// Another server must not be sent the password that was meant for the one before.
		$elsewhere = $checked !== null && ($checked['settings']['server'] ?? null) !== ($account->settings['server'] ?? null);
		if ($elsewhere && array_diff($account->set, array_keys($checked['secrets'])) !== []) {
			throw Invalid::one('server', Text::of('For another server, give the password anew.'));
		}
		$secrets = ($checked['secrets'] ?? []) + $this->secrets->open($account->sealed);
		$this->accounts->save(new Account(
			$account->id, $account->owner, $account->network, $name !== '' ? $name : $account->label,
			$checked === null ? $account->settings : $checked['settings'] + array_diff_key($account->settings, $fields),
			$this->secrets->seal($secrets), array_keys($secrets), $account->createdAt,
		));
		$this->config->changed();
		return $this->owned($id, $owner);
	}

	/**
	 * Logged in with once more, or found in a file once more: what is given anew wins, the rest stays. A flag or number at its usual value
	 * is nothing that was given: the relay says it too of what a file is silent about.
	 *
	 * @param array<string, string|int|float|bool> $given
	 * @throws Invalid
	 * @throws Missing
	 */
	public function renew(Account $account, #[\SensitiveParameter] array $given): Account {
		$fields = $this->networks->find($account->network, $account->shared())['fields'] ?? [];
		$said = array_filter($given, static fn (mixed $value, string $name): bool => $value !== ($fields[$name]['fallback'] ?? null),
			ARRAY_FILTER_USE_BOTH);
		return $this->change($account->id, $account->owner, null, $said + array_intersect_key($account->settings, $fields));
	}

	/**
	 * @throws Missing
	 * @throws InUse
	 */
	public function delete(int $id, ?string $owner): void {
		$this->owned($id, $owner);
		$used = $this->members->using($id);
		if ($used !== []) {
			throw new InUse($this->conversations->of($used));
		}
		$this->accounts->delete($id);
		$this->config->changed();
	}

	/** In how many conversations it is used. */
	public function used(Account $account): int {
		return count($this->members->using($account->id));
	}

	/**
	 * With its secrets, for the relay.
	 *
	 * @return array<string, string|int|float|bool>
	 */
	public function forRelay(Account $account): array {
		return $account->settings + $this->secrets->open($account->sealed);
	}

	/**
	 * `puente on nube.example`.
	 *
	 * @param array<string, string|int|float|bool> $settings
	 */
	private function nameFor(string $network, array $settings): string {
		$login = (string)($settings['login'] ?? '');
		$host = isset($settings['server']) ? Hosts::nameOf((string)$settings['server']) : '';
		return mb_substr(match (true) {
			$login !== '' && $host !== '' => "$login on $host",
			default => $login . $host !== '' ? $login . $host : $network,
		}, 0, 255);
	}
}
