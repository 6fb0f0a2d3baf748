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
use OCA\TalkRelay\Model\Gateway;
use OCA\TalkRelay\Model\Member;
use OCA\TalkRelay\Relay\Addresses;
use OCA\TalkRelay\Relay\Client;
use OCA\TalkRelay\Relay\Refused;
use OCA\TalkRelay\Relay\Unreachable;

/** Checks what a moderator sets for a member or the whole federation. */
final class MemberForm {
	/** How people are written in a room that can't show them as themselves, where nobody said otherwise. */
	public const NICK = '[{NICK}] ';

	public function __construct(
		private readonly Client $relay,
		private readonly AccountService $service,
		private readonly Accounts $accounts,
		private readonly Members $members,
		private readonly RelaySettings $settings,
		private readonly Addresses $addresses,
	) {
	}

	/**
	 * Looks whether the room can be a member here: by its address, and by asking the relay to go and see.
	 *
	 * @throws Invalid with what to do instead
	 */
	public function place(Account $account, string $written, string $token, ?Gateway $gateway): Place {
		$address = $this->address($account, $written);
		$server = $account->text('server');
		if (Hosts::nameOf($server) === $this->addresses->hostOf($this->addresses->public()) && $address === $token) {
			throw Invalid::one('address', Text::of('This is the conversation itself.'));
		}
		foreach ($gateway === null ? [] : $this->members->of($gateway->id) as $member) {
			if ($member->address === $address && $this->accounts->find($member->account)?->text('server') === $server) {
				throw Invalid::one('address', Text::of('This conversation is joined already.'));
			}
		}
		return new Place($address, $this->nameAt($account, $address));
	}

	/**
	 * @return 'in'|'out'|'inout'
	 * @throws Invalid
	 */
	public function direction(string $direction): string {
		return in_array($direction, Member::DIRECTIONS, true) ? $direction
			: throw Invalid::one('direction', Text::of('A direction is one of: %s.', implode(', ', Member::DIRECTIONS)));
	}

	/**
	 * Spaces at its end count.
	 *
	 * @throws Invalid
	 */
	public function nickFormat(string $format): string {
		return mb_strlen($format) <= 255 && preg_match('/[\p{Cc}\p{Cs}\p{Co}]/u', $format) === 0 ? $format
			: throw Invalid::one('nickFormat', Text::of('Write one line of at most 255 characters.'));
	}

	/**
	 * @param array<array-key, mixed> $notices
	 * @return list<'call'|'people'|'room'|'poll'>
	 * @throws Invalid
	 */
	public function notices(array $notices): array {
		$known = array_values(array_intersect(Gateway::NOTICES, $notices));
		return count($known) === count($notices) ? $known
			: throw Invalid::one('notices', Text::of('Notices are of these sorts: %s.', implode(', ', Gateway::NOTICES)));
	}

	/**
	 * @param array<array-key, mixed> $kinds
	 * @return list<'files'|'voice'|'reactions'|'edits'|'deletions'>
	 * @throws Invalid
	 */
	public static function kinds(array $kinds): array {
		$known = array_values(array_intersect(Gateway::KINDS, array_filter($kinds, is_string(...))));
		return count($known) === count($kinds) ? $known
			: throw Invalid::one('refusedKinds', Text::of('What can be left out: %s.', implode(', ', Gateway::KINDS)));
	}

	/**
	 * 0: the administrator's limit.
	 *
	 * @throws Invalid
	 */
	public function maxBytes(int $bytes): int {
		$limit = $this->settings->maxBytes();
		return $bytes >= 0 && $bytes <= $limit ? $bytes
			: throw Invalid::one('maxBytes', Text::of('The administrator allows at most %s bytes.', $limit));
	}

	/**
	 * @param array<array-key, mixed> $names
	 * @return list<string>
	 * @throws Invalid
	 */
	public function refusedNames(array $names): array {
		$fine = array_filter($names, static fn (mixed $name): bool => is_string($name)
			&& preg_match('#^[^/\\\\\p{C}]{1,100}$#u', $name) === 1);
		return count($fine) === count($names) && count($fine) <= 100 ? array_values(array_unique(array_map(strval(...), $fine)))
			: throw Invalid::one('refusedNames', Text::of('Write file names like *.exe, at most 100 of them.'));
	}

	/**
	 * A conversation's link is as good as its token.
	 *
	 * @throws Invalid
	 */
	private function address(Account $account, string $written): string {
		$text = AccountForm::line('address', $written);
		if ($account->network !== 'nctalk') {
			return $text !== '' ? $text : throw Invalid::one('address', Text::of('This is needed.'));
		}
		if (preg_match('#^https?://#i', $text) === 1 && Hosts::nameOf($text) !== Hosts::nameOf($account->text('server'))) {
			throw Invalid::one('address',
				Text::of('This link leads to another server than the account: %s.', Hosts::nameOf($account->text('server'))));
		}
		return preg_match('#(?:^|/call/)([a-z0-9]{4,64})(?:[/?\#].*)?$#i', $text, $match) === 1 ? $match[1]
			: throw Invalid::one('address', Text::of('Paste the conversation\'s link, or its last part.'));
	}

	/**
	 * What the relay found there; nothing while it is away: it will tell in the state.
	 *
	 * @throws Invalid
	 */
	private function nameAt(Account $account, string $address): string {
		try {
			$found = $this->relay->call('POST', '/relay/test',
				['network' => $account->network, 'settings' => (object)$this->service->forRelay($account), 'address' => $address], 20);
		} catch (Unreachable|Refused) {
			return '';
		}
		foreach ($found['checks'] ?? [] as $check) {
			if (($check['ok'] ?? true) === false) {
				throw Invalid::one('address', Text::said((string)($check['says'] ?? ''), (string)($check['todo'] ?? '')));
			}
		}
		return is_string($found['room'] ?? null) ? mb_substr($found['room'], 0, 255) : '';
	}
}
