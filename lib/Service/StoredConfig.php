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
use OCA\TalkRelay\Door\KnownPerson;
use OCA\TalkRelay\Door\People;
use OCA\TalkRelay\Model\Account;
use OCA\TalkRelay\Model\Gateway;
use OCA\TalkRelay\Model\Member;
use OCA\TalkRelay\Relay\Addresses;
use OCA\TalkRelay\Relay\Client;
use OCA\TalkRelay\Talk\ServiceUser;
use OCP\IConfig;
use OCP\IDBConnection;
use OCP\IUserManager;
use OCP\L10N\IFactory;

/** The configuration as the relay fetches it, made anew out of the tables each time: what is stored is the truth. */
final class StoredConfig implements DoorConfig {
	public function __construct(
		private readonly RelaySettings $settings,
		private readonly Accounts $accounts,
		private readonly Gateways $gateways,
		private readonly Members $members,
		private readonly Secrets $secrets,
		private readonly People $people,
		private readonly ConversationNames $names,
		private readonly Addresses $addresses,
		private readonly ServiceUser $service,
		private readonly IUserManager $users,
		private readonly IFactory $languages,
		private readonly IConfig $config,
		private readonly Client $relay,
		private readonly IDBConnection $database,
	) {
	}

	/** Within a transaction, for it is read from the primary database then: a replica may lag behind the number. */
	#[\Override]
	public function toArray(): array {
		// Made at the first need, and not within the transaction.
		$this->service->id();
		return Transaction::run($this->database, $this->asStored(...));
	}

	/** @return array<string, mixed> */
	private function asStored(): array {
		// The number first: what changes while this is put together brings another one.
		$this->settings->reread();
		$revision = $this->settings->revision();
		$base = $this->addresses->public();
		return [
			'revision' => $revision,
			'host' => $this->addresses->hostOf($base),
			'base' => $base,
			'service' => $this->service->id(),
			'accounts' => array_map($this->account(...), $this->accounts->all()),
			'gateways' => array_map($this->gateway(...), $this->gateways->all()),
			'spoolBytes' => $this->settings->spoolBytes(),
			'localServers' => $this->config->getSystemValueBool('allow_local_remote_servers'),
			'allowedHosts' => $this->settings->allowedHosts(),
			'refusedHosts' => $this->settings->refusedHosts(),
		] + $this->proxy();
	}

	#[\Override]
	public function host(): string {
		return $this->addresses->hostOf($this->addresses->public());
	}

	#[\Override]
	public function revision(): int {
		return Transaction::run($this->database, function (): int {
			$this->settings->reread();
			return $this->settings->revision();
		});
	}

	#[\Override]
	public function changed(): void {
		$this->settings->bumpRevision();
		$this->relay->reload();
	}

	/**
	 * The server's own, as its HTTP client takes it (OC\Http\Client\Client::getProxyUri).
	 *
	 * @return array{}|array{proxy: array{url: string, except: list<string>}}
	 */
	private function proxy(): array {
		$host = trim($this->config->getSystemValueString('proxy'));
		if ($host === '') {
			return [];
		}
		$login = explode(':', $this->config->getSystemValueString('proxyuserpwd'), 2);
		$login = $login[0] === '' ? '' : implode(':', array_map(rawurlencode(...), $login)) . '@';
		$url = str_contains($host, '://') ? $host : "http://$host";
		$except = $this->config->getSystemValue('proxyexclude', []);
		return ['proxy' => [
			'url' => str_replace('://', "://$login", $url),
			'except' => array_values(array_filter(is_array($except) ? $except : [], is_string(...))),
		]];
	}

	/** @return array<string, mixed> */
	private function account(Account $account): array {
		return [
			'id' => $account->name(), 'network' => $account->network, 'label' => $account->label,
			'settings' => (object)($account->settings + $this->secrets->open($account->sealed)),
		];
	}

	/** @return array<string, mixed> */
	private function gateway(Gateway $gateway): array {
		$by = $this->users->getDisplayName($gateway->createdBy) ?? $gateway->createdBy;
		$limit = $this->settings->maxBytes();
		return [
			'id' => $gateway->name(), 'name' => $this->names->name($gateway), 'paused' => $gateway->paused,
			'members' => array_map(fn (Member $member): array => $this->member($gateway, $member), $this->members->of($gateway->id)),
			'notices' => $gateway->notices,
			'files' => ['maxBytes' => $gateway->maxBytes === 0 ? $limit
				: min($gateway->maxBytes, $limit), 'refusedNames' => $gateway->refusedNames],
			'refusedKinds' => $gateway->refusedKinds,
			'mentionEveryone' => $gateway->mentionEveryone,
			'by' => "$by ({$this->host()})",
			// That of whoever joined the conversations, or the server's: what the relay says there is for all who are in them.
			'language' => $this->languages->getUserLanguage($this->users->get($gateway->createdBy)),
		];
	}

	/** @return array<string, mixed> */
	private function member(Gateway $gateway, Member $member): array {
		// Wherever they are: one who is in two of the rooms, or goes into another, is shut out there, too.
		$blocked = $member->local() ? []
			: array_filter($this->people->of($gateway->token), static fn (KnownPerson $person): bool => $person->blocked);
		return [
			'id' => $member->id, 'account' => $member->local() ? 'local'
				: $this->accountName($member->account), 'address' => $member->address,
			'direction' => $member->direction, 'nickFormat' => $member->nickFormat, 'consent' => $member->consent,
			'blocked' => array_column($blocked, 'id'),
		];
	}

	private function accountName(int $id): string {
		return $this->accounts->find($id)?->name() ?? "gone.$id";
	}
}
