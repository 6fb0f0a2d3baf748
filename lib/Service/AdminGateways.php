<?php

declare(strict_types=1);

/**
 * SPDX-FileCopyrightText: 2026 Talk Relay contributors
 * SPDX-License-Identifier: AGPL-3.0-or-later
 */

namespace OCA\TalkRelay\Service;

use OCA\TalkRelay\Db\Gateways;
use OCA\TalkRelay\Model\Gateway;
use OCA\TalkRelay\Model\Member;
use OCA\TalkRelay\Relay\Health;
use OCP\IUserManager;

/** All federated conversations, for administrators. */
final class AdminGateways {
	public function __construct(
		private readonly Gateways $gateways,
		private readonly Federation $federation,
		private readonly MemberView $members,
		private readonly RoomStates $states,
		private readonly Health $health,
		private readonly ConversationNames $names,
		private readonly IUserManager $users,
	) {
	}

	/** @return list<array<string, mixed>> `AdminGateway[]` */
	public function all(): array {
		$relay = $this->health->state();
		$states = $relay === 'running' ? array_column($this->health->gateways(), null, 'id') : [];
		return array_map(fn (Gateway $gateway): array => [
			'id' => $gateway->name(),
			'token' => $gateway->token,
			'name' => $this->names->name($gateway),
			'paused' => $gateway->paused,
			'createdBy' => ['id' => $gateway->createdBy, 'name' => $this->users->getDisplayName($gateway->createdBy)
				?? $gateway->createdBy],
			'createdAt' => $gateway->createdAt,
			'members' => array_map(fn (Member $member): array
				=> $this->member($gateway, $member, $relay, $states[$gateway->name()]['members'] ?? []),
				$this->federation->others($gateway)),
		], $this->gateways->all());
	}

	/** @throws Missing */
	public function find(string $name): Gateway {
		$id = Gateway::idOf($name);
		return ($id === null ? null : $this->gateways->find($id)) ?? throw new Missing();
	}

	/**
	 * @param array<array-key, array<string, mixed>> $told
	 * @return array<string, mixed>
	 */
	private function member(Gateway $gateway, Member $member, string $relay, array $told): array {
		$whole = $this->members->whole($member);
		$state = $this->states->member($gateway, $member, $relay, $told);
		return array_intersect_key($whole,
			array_flip(['id', 'network', 'networkName', 'server', 'name', 'direction'])) + array_intersect_key($state,
				array_flip(['state', 'why', 'waiting']));
	}
}
