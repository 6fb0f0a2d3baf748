<?php

declare(strict_types=1);

/**
 * SPDX-FileCopyrightText: 2026 Talk Relay contributors
 * SPDX-License-Identifier: AGPL-3.0-or-later
 */

namespace OCA\TalkRelay\Service;

use OCA\TalkRelay\Db\Gateways;
use OCA\TalkRelay\Db\Members;
use OCA\TalkRelay\Db\Transaction;
use OCA\TalkRelay\Door\People;
use OCA\TalkRelay\Model\Account;
use OCA\TalkRelay\Model\Gateway;
use OCA\TalkRelay\Model\Member;
use OCA\TalkRelay\Notification\StuckNotices;
use OCA\TalkRelay\Relay\Addresses;
use OCA\TalkRelay\Talk\RoomStanding;
use OCP\AppFramework\Utility\ITimeFactory;
use OCP\DB\Exception;
use OCP\IDBConnection;

/** Sets conversations' federation up, changes and ends it; who may do so was decided before (`Rights`). */
final class Federation {
	public function __construct(
		private readonly Gateways $gateways,
		private readonly Members $members,
		private readonly AccountService $accounts,
		private readonly MemberForm $form,
		private readonly StoredRooms $rooms,
		private readonly DoorConfig $config,
		private readonly Announcements $announcements,
		private readonly People $people,
		private readonly StuckNotices $stuck,
		private readonly Addresses $addresses,
		private readonly IDBConnection $database,
		private readonly ITimeFactory $time,
	) {
	}

	public function ofRoom(string $token): ?Gateway {
		return $this->gateways->ofRoom($token);
	}

	/**
	 * Makes the gateway with the first member.
	 *
	 * @throws Invalid|Missing
	 */
	public function join(RoomStanding $room, string $user, int $account, string $address, ?string $direction, ?string $nickFormat): void {
		$through = $this->accounts->usable($account, $user);
		$this->addresses->remember();
		$there = $this->form->place($through, $address, $room->token, $this->ofRoom($room->token));
		$direction = $this->form->direction($direction ?? 'inout');
		$nickFormat = $this->form->nickFormat($nickFormat ?? MemberForm::NICK);
		$gateway = $this->ofRoom($room->token) ?? $this->create($room, $user);
		$consent = $through->shared() ? 'asked' : 'given';
		try {
			$this->members->add($gateway->id, $through->id, $there->address, $there->name, $direction, $nickFormat, $consent, $user,
				$this->now());
		} catch (Exception $error) {
			throw $error->getReason() === Exception::REASON_UNIQUE_CONSTRAINT_VIOLATION
				? Invalid::one('address', Text::of('This conversation is joined already.')) : $error;
		}
		$this->changed();
		$this->announcements->joined($gateway, $user, $there->name, $this->serverOf($through), $direction, $consent);
	}

	/** @throws Invalid|Missing */
	public function changeMember(Gateway $gateway, int $id, string $user, ?string $direction, ?string $nickFormat): void {
		$member = $this->member($gateway, $id);
		$this->members->save(new Member(
			$member->id, $member->gateway, $member->account, $member->address, $member->label,
			$direction === null ? $member->direction : $this->form->direction($direction),
			$nickFormat === null ? $member->nickFormat : $this->form->nickFormat($nickFormat),
			$member->consent, $member->createdBy, $member->createdAt,
		));
		$this->changed();
		$this->announcements->changed($gateway, $user);
	}

	/**
	 * With the last one the federation ends. `$user`: as `Announcements::ended` takes it.
	 *
	 * @throws Missing
	 */
	public function leave(Gateway $gateway, int $id, ?string $user): void {
		$member = $this->member($gateway, $id);
		if (count($this->others($gateway)) === 1) {
			$this->end($gateway, $user);
			return;
		}
		$this->members->delete($member->id);
		$this->gone($gateway, $member);
		$this->changed();
		$this->announcements->left($gateway, $user, $member->label);
	}

	/**
	 * @param ?array<array-key, mixed> $notices
	 * @param ?array<array-key, mixed> $refusedNames
	 * @param ?array<array-key, mixed> $refusedKinds
	 * @throws Invalid
	 */
	public function change(Gateway $gateway, string $user, ?bool $paused, ?array $notices, ?int $maxBytes, ?array $refusedNames,
		?array $refusedKinds, ?bool $mentionEveryone): void {
		$this->gateways->save(new Gateway(
			$gateway->id, $gateway->token, $gateway->label, $paused ?? $gateway->paused,
			$notices === null ? $gateway->notices : $this->form->notices($notices),
			$maxBytes === null ? $gateway->maxBytes : $this->form->maxBytes($maxBytes),
			$refusedNames === null ? $gateway->refusedNames : $this->form->refusedNames($refusedNames),
			$refusedKinds === null ? $gateway->refusedKinds : MemberForm::kinds($refusedKinds),
			$mentionEveryone ?? $gateway->mentionEveryone, $gateway->createdBy, $gateway->createdAt,
		));
		$this->changed();
		match (true) {
			$paused === true && !$gateway->paused => $this->announcements->paused($gateway, $user),
			$paused === false && $gateway->paused => $this->announcements->resumed($gateway, $user),
			default => $this->announcements->changed($gateway, $user),
		};
	}

	/** What has been written stays. `$user`: as `Announcements::ended` takes it. */
	public function end(Gateway $gateway, ?string $user): void {
		$others = $this->others($gateway);
		Transaction::run($this->database, function () use ($gateway): void {
			$this->members->deleteOf($gateway->id);
			$this->gateways->delete($gateway->id);
		});
		// After that, as a roster that comes meanwhile looks for its member (Door/Roster).
		foreach ($others as $member) {
			$this->gone($gateway, $member);
		}
		$this->changed();
		$this->announcements->ended($gateway, $user);
	}

	/**
	 * The rooms that the conversation is joined with.
	 *
	 * @return list<Member>
	 */
	public function others(Gateway $gateway): array {
		return array_values(array_filter($this->members->of($gateway->id), static fn (Member $member): bool => !$member->local()));
	}

	/** @throws Missing */
	public function member(Gateway $gateway, int $id): Member {
		$member = $this->members->find($id);
		return $member !== null && $member->gateway === $gateway->id && !$member->local() ? $member : throw new Missing();
	}

	private function create(RoomStanding $room, string $user): Gateway {
		$this->database->beginTransaction();
		try {
			$id = $this->gateways->add($room->token, mb_substr($room->name, 0, 255), $user, $this->now());
			$this->members->add($id, 0, $room->token, '', 'inout', '', 'given', $user, $this->now());
			$this->database->commit();
		} catch (Exception $error) {
			$this->database->rollBack();
			if ($error->getReason() !== Exception::REASON_UNIQUE_CONSTRAINT_VIOLATION) {
				throw $error;
			}
		}
		return $this->ofRoom($room->token) ?? throw new \LogicException('a gateway that was just made');
	}

	/** What is shown of a member goes with it: of one that is there no longer the relay never tells that it moves again. */
	private function gone(Gateway $gateway, Member $member): void {
		$this->people->replace($gateway->token, $member->id, []);
		$this->stuck->withdraw($member);
	}

	private function changed(): void {
		$this->rooms->forget();
		$this->config->changed();
	}

	private function serverOf(Account $account): string {
		return $account->text('server') === '' ? $account->label : Hosts::nameOf($account->text('server'));
	}

	private function now(): int {
		return $this->time->getTime() * 1000;
	}
}
