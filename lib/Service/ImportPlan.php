<?php

declare(strict_types=1);

/**
 * SPDX-FileCopyrightText: 2026 Talk Relay contributors
 * SPDX-License-Identifier: AGPL-3.0-or-later
 */

namespace OCA\TalkRelay\Service;

use OCA\TalkRelay\Relay\Addresses;

/**
 * What an import would make: the accounts to be, and per gateway the conversation of this server in it. Pure but for this server's name.
 *
 * @psalm-type Finding = array{severity: string, line: ?int, what: string, remedy: string}
 */
final class ImportPlan {
	/** @var list<Finding> */
	private array $findings = [];
	/** @var array<string, array{network: string, settings: array<string, string|int|float|bool>}> by label */
	private array $accounts = [];
	/** @var list<array{name: string, token: ?string, members: list<array{label: string, address: string, direction: string, nickFormat: string}>}> */
	private array $gateways = [];

	public function __construct(
		private readonly Addresses $addresses,
	) {
	}

	/** @param array<array-key, mixed> $told `ImportResult` of sidecar/control/api.ts */
	public function take(#[\SensitiveParameter] array $told): void {
		foreach ($told['findings'] ?? [] as $finding) {
			$this->find((string)$finding['severity'], $finding['line'] ?? null, (string)$finding['what'], (string)$finding['remedy']);
		}
		$own = [];
		foreach ($told['accounts'] ?? [] as $account) {
			$label = (string)$account['label'];
			$this->isThisServer((string)($account['settings']['server'] ?? ''))
				? $own[] = $label
				: $this->accounts[$label] = ['network' => (string)$account['network'], 'settings' => (array)$account['settings']];
		}
		foreach ($told['gateways'] ?? [] as $gateway) {
			$this->gateway((string)$gateway['name'], (array)$gateway['members'], $own);
		}
	}

	/**
	 * A bridge whose own conversation is known. A part that leads back to this server is left out: it is no other room.
	 *
	 * @param list<array<string, mixed>> $accounts
	 * @param list<array<string, mixed>> $members
	 */
	public function conversation(string $token, string $name, #[\SensitiveParameter] array $accounts, array $members): void {
		$others = array_values(array_filter($accounts, fn (array $account): bool => !$this->isThisServer($account['settings']['server'])));
		foreach ($others as $account) {
			$this->accounts[$account['label']] = ['network' => $account['network'], 'settings' => $account['settings']];
		}
		$labels = array_column($others, 'label');
		$own = ['account' => '', 'address' => $token, 'direction' => 'inout'];
		$this->gateway($name, [$own, ...array_filter($members,
			static fn (array $member): bool => in_array($member['account'], $labels, true))], ['']);
	}

	/** @param 'problem'|'warning'|'note'|string $severity */
	public function find(string $severity, ?int $line, string $what, string $remedy): void {
		$this->findings[] = ['severity' => $severity, 'line' => $line, 'what' => $what, 'remedy' => $remedy];
	}

	/** @return array<string, array{network: string, settings: array<string, string|int|float|bool>}> */
	public function accounts(): array {
		return $this->accounts;
	}

	/** @return list<array{name: string, token: ?string, members: list<array{label: string, address: string, direction: string, nickFormat: string}>}> */
	public function gateways(): array {
		return $this->gateways;
	}

	/**
	 * `ImportPlan` of docs/API.md; no secret is in it.
	 *
	 * @return array<string, mixed>
	 */
	public function shown(bool $applied): array {
		$accounts = [];
		foreach ($this->accounts as $label => $account) {
			$accounts[] = ['label' => $label, 'network' => $account['network'],
				'server' => (string)($account['settings']['server'] ?? ''), 'login' => (string)($account['settings']['login'] ?? '')];
		}
		$gateways = array_map(static fn (array $gateway): array => ['members' => array_map(
			static fn (array $member): array => array_diff_key($member, ['nickFormat' => 1]), $gateway['members'],
		)] + $gateway, $this->gateways);
		return ['applied' => $applied, 'accounts' => $accounts, 'gateways' => $gateways, 'findings' => $this->findings];
	}

	/**
	 * A room of this server needs no account any more: it is the conversation itself. With two of them each would need a gateway of its
	 * own.
	 *
	 * @param array<array-key, array<string, mixed>> $members
	 * @param list<string> $own labels of accounts at this server
	 */
	private function gateway(string $name, array $members, array $own): void {
		$here = array_values(array_filter($members, static fn (array $member): bool => in_array($member['account'], $own, true)));
		$there = array_filter($members, static fn (array $member): bool => !in_array($member['account'], $own, true));
		$token = count($here) === 1 ? (string)$here[0]['address'] : null;
		if ($token === null) {
			$this->find('problem', null, "Gateway $name has " . (count($here) === 0 ? 'no conversation' : count($here) . ' conversations')
				. ' of this server', 'A gateway of the app belongs to one conversation of this server; run it as it is, or split it.');
		}
		$this->gateways[] = ['name' => $name, 'token' => $token, 'members' => array_values(array_map(static fn (array $member): array => [
			'label' => (string)$member['account'], 'address' => (string)$member['address'], 'direction' => (string)$member['direction'],
			'nickFormat' => (string)($member['nickFormat'] ?? ''),
		], $there))];
	}

	private function isThisServer(string $server): bool {
		return $server !== '' && Hosts::nameOf($server) === $this->addresses->hostOf($this->addresses->public());
	}
}
