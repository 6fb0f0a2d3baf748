<?php

declare(strict_types=1);

/**
 * SPDX-FileCopyrightText: 2026 Talk Relay contributors
 * SPDX-License-Identifier: AGPL-3.0-or-later
 */

namespace OCA\TalkRelay\Service;

use OCA\TalkRelay\Door\KnownPerson;
use OCA\TalkRelay\Door\People;
use OCA\TalkRelay\Model\Gateway;
use OCA\TalkRelay\Model\Member;
use OCA\TalkRelay\Relay\Health;
use OCA\TalkRelay\Relay\Sentence;
use OCA\TalkRelay\Relay\Unreachable;
use OCP\AppFramework\Utility\ITimeFactory;
use OCP\IL10N;
use OCP\IURLGenerator;

/** How a conversation's members are, at most three seconds old. One short question to the relay, whoever asks and how often. */
final class RoomStates {
	public function __construct(
		private readonly Federation $federation,
		private readonly Health $health,
		private readonly People $people,
		private readonly ITimeFactory $time,
		private readonly IL10N $l10n,
		private readonly IURLGenerator $urls,
	) {
	}

	/**
	 * `RoomState` of docs/API.md.
	 *
	 * @return array<string, mixed>
	 */
	public function of(string $token): array {
		$gateway = $this->federation->ofRoom($token);
		$relay = $this->health->state();
		$state = $gateway === null || $relay !== 'running' ? null : $this->health->gateway($gateway->name());
		return [
			'relay' => $relay,
			'at' => $this->time->getTime() * 1000,
			'members' => $gateway === null ? [] : $this->members($gateway, $relay, $state['members'] ?? []),
			'asides' => array_map($this->aside(...), $state['asides'] ?? []),
		];
	}

	/**
	 * What was set aside belongs to one gateway: nobody settles another's.
	 *
	 * @throws Missing
	 */
	public function mustHave(Gateway $gateway, int $aside): void {
		$state = $this->health->gateway($gateway->name()) ?? throw new Unreachable('The relay is away');
		if (!in_array($aside, array_map(intval(...), array_column($state['asides'] ?? [], 'id')), true)) {
			throw new Missing();
		}
	}

	/** The relay was told to do something: what it said before is not so any more. */
	public function forget(): void {
		$this->health->forget();
	}

	/**
	 * What is known of a member while the relay does not tell.
	 *
	 * @param array<array-key, array<string, mixed>> $told
	 * @return array<string, mixed> without the people
	 */
	public function member(Gateway $gateway, Member $member, string $relay, array $told): array {
		$state = array_column($told, null, 'id')[$member->id] ?? null;
		[$word, $why, $todo] = match (true) {
			$state !== null => [(string)$state['state'], $this->say($state['why']), $this->say($state['todo'])],
			$gateway->paused => ['paused', '', ''],
			$relay === 'running' => ['waiting', $this->l10n->t('The relay is taking it up.'), ''],
			$relay === 'stopped' => ['stopped', $this->l10n->t('The relay does not run.'),
				$this->l10n->t('An administrator can start it in the administration settings.')],
			default => ['waiting', $this->l10n->t('The relay does not answer.'),
				$this->l10n->t('If this lasts, an administrator can look in the administration settings.')],
		};
		return [
			'id' => $member->id, 'state' => $word, 'why' => $why, 'todo' => $todo, 'fault' => $state['fault'] ?? null,
			'since' => (int)($state['since'] ?? $member->createdAt), 'waiting' => (int)($state['waiting'] ?? 0),
			'oldest' => isset($state['oldest']) ? (int)$state['oldest'] : null, 'lacks' => array_map($this->say(...), $state['lacks'] ?? []),
		];
	}

	/**
	 * @param array<array-key, array<string, mixed>> $told
	 * @return list<array<string, mixed>>
	 */
	private function members(Gateway $gateway, string $relay, array $told): array {
		$people = $this->people->of($gateway->token);
		return array_map(/** @return array<string,
			mixed> */ fn (Member $member): array => $this->member($gateway, $member, $relay, $told) + [
			'consent' => $member->consent,
			'people' => array_values(array_map(
				fn (KnownPerson $person): array => ['id' => $person->id, 'name' => $person->name, 'avatar' => $this->face($gateway, $person)],
				array_filter($people, static fn (KnownPerson $person): bool => $person->isIn($member->id)),
			)),
		], $this->federation->others($gateway));
	}

	/** In the language of whoever asks. */
	private function say(mixed $english): string {
		return Sentence::in($this->l10n, (string)$english);
	}

	/** By this server: where the picture lives is not to learn who looks at it, and pages here may not load it from there. */
	private function face(Gateway $gateway, KnownPerson $person): ?string {
		return $person->avatar === null ? null : $this->urls->linkToOCSRouteAbsolute('spreed.Avatar.getUserProxyAvatar',
			['apiVersion' => 'v1', 'token' => $gateway->token, 'size' => 64, 'cloudId' => $person->id]);
	}

	/**
	 * @param array<string, mixed> $aside
	 * @return array<string, mixed>
	 */
	private function aside(array $aside): array {
		return [
			'id' => (int)$aside['id'], 'member' => (int)$aside['member'], 'at' => (int)$aside['at'],
			'why' => $this->say($aside['why']), 'author' => (string)$aside['author'], 'excerpt' => (string)$aside['excerpt'],
		];
	}
}
