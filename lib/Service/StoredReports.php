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
use OCA\TalkRelay\Door\People;
use OCA\TalkRelay\Model\Gateway;
use OCA\TalkRelay\Model\Member;
use OCA\TalkRelay\Notification\StuckNotices;

/** What the relay tells about conversations: what moderators over there decided, and what does not get through. */
final class StoredReports implements Reports {
	private const CONSENTS = ['given', 'paused', 'stopped'];

	public function __construct(
		private readonly Members $members,
		private readonly Gateways $gateways,
		private readonly Accounts $accounts,
		private readonly DoorConfig $config,
		private readonly Announcements $announcements,
		private readonly StuckNotices $stuck,
		private readonly People $people,
	) {
	}

	/** Of members that are gone by now nothing is said. */
	#[\Override]
	public function take(array $reports): void {
		foreach ($reports as $report) {
			$member = is_int($report['member'] ?? null) ? $this->members->find($report['member']) : null;
			$gateway = $member === null ? null : $this->gateways->find($member->gateway);
			if ($member === null || $gateway === null) {
				continue;
			}
			match ($report['what'] ?? '') {
				'consent' => $this->consent($gateway, $member, $report),
				'stuck' => $this->stuck->tell($gateway, $member, (string)($report['why'] ?? ''), ($report['fault'] ?? '') === 'account'
					&& $this->accounts->find($member->account)?->shared() === true),
				'moving' => $this->stuck->withdraw($member),
				'named' => $this->named($member, (string)($report['name'] ?? '')),
				default => null,
			};
		}
	}

	/** The conversation over there was renamed: nothing that the relay works by. */
	private function named(Member $member, string $name): void {
		$name = mb_substr(trim($name), 0, 255);
		if ($name !== '' && $name !== $member->label) {
			$this->members->save(new Member($member->id, $member->gateway, $member->account, $member->address, $name, $member->direction,
				$member->nickFormat, $member->consent, $member->createdBy, $member->createdAt));
		}
	}

	/** @param array<array-key, mixed> $report */
	private function consent(Gateway $gateway, Member $member, array $report): void {
		$consent = $report['consent'] ?? '';
		if (!in_array($consent, self::CONSENTS, true) || $consent === $member->consent) {
			return;
		}
		$this->members->save(new Member($member->id, $member->gateway, $member->account, $member->address, $member->label,
			$member->direction,
			$member->nickFormat, $consent, $member->createdBy, $member->createdAt));
		if ($consent === 'stopped') {
			$this->people->replace($gateway->token, $member->id, []);
			$this->stuck->withdraw($member);
		}
		$this->config->changed();
		$this->announcements->audit('Federation of conversation "%s": in "%s" a moderator there said "%s" (%s)', [
			'token' => $gateway->token, 'room' => $member->label !== '' ? $member->label
				: $member->address, 'consent' => $consent, 'by' => mb_substr((string)($report['by'] ?? ''), 0, 255),
		]);
	}
}
