<?php

declare(strict_types=1);

/**
 * SPDX-FileCopyrightText: 2026 Talk Relay contributors
 * SPDX-License-Identifier: AGPL-3.0-or-later
 */

namespace OCA\TalkRelay\Service;

use OCA\TalkRelay\Relay\Client;
use OCA\TalkRelay\Relay\Sentence;
use OCP\IL10N;

/** Lets the relay try a login and look around with it. */
final class Trial {
	/** Seconds; another server may be slow. */
	private const PATIENCE = 25.0;

	public function __construct(
		private readonly Client $relay,
		private readonly AccountService $accounts,
		private readonly Networks $networks,
		private readonly AccountForm $form,
		private readonly IL10N $l10n,
	) {
	}

	/**
	 * An account, an account with other settings, or settings alone.
	 *
	 * @param ?string $user null: the administrator, for the shared ones
	 * @param ?array<array-key, mixed> $settings
	 * @return array<string, mixed> `TestResult`
	 * @throws Invalid
	 * @throws Missing
	 */
	public function test(?string $user, ?int $accountId, ?string $network, ?array $settings, ?string $address): array {
		$account = match (true) {
			$accountId === null => null,
			$user === null => $this->accounts->owned($accountId, null),
			default => $this->accounts->usable($accountId, $user),
		};
		if ($account !== null && $settings !== null && $account->owner !== $user) {
			throw new Missing();
		}
		$id = $account->network ?? $network ?? '';
		$fields = ($this->networks->find($id, $user === null || $account?->shared() === true)
			?? throw Invalid::one('network', Text::of('This network is not available.')))['fields'];
		$given = $settings === null ? []
			: $this->tried($fields, $settings, $account?->set ?? [], $account === null ? [] : $this->accounts->forRelay($account));
		$saved = $account === null || $settings !== null ? [] : $this->accounts->forRelay($account);
		if ($given === [] && $saved === []) {
			throw Invalid::one('settings', Text::of('There is nothing to try.'));
		}
		return $this->said($this->relay->call('POST', '/relay/test', [
			'network' => $id, 'settings' => (object)($given + $saved),
			...($address === null || $address === '' ? [] : ['address' => AccountForm::line('address', $address)]),
		], self::PATIENCE));
	}

	/**
	 * In the language of whoever asks.
	 *
	 * @param array<array-key, mixed> $result
	 * @return array<string, mixed>
	 */
	private function said(array $result): array {
		$say = fn (mixed $english): string => Sentence::in($this->l10n, (string)$english);
		return [
			'checks' => array_map(static fn (array $check): array => array_map($say, array_intersect_key($check, ['says' => 1, 'todo' => 1])) + $check,
				$result['checks'] ?? []),
			'carried' => array_map($say, $result['carried'] ?? []),
			'lacks' => array_map($say, $result['lacks'] ?? []),
		] + $result;
	}

	/** @return list<array<string, mixed>> */
	public function conversations(string $user, int $id): array {
		$account = $this->accounts->usable($id, $user);
		$answer = $this->relay->call('POST', '/relay/conversations',
			['network' => $account->network, 'settings' => (object)$this->accounts->forRelay($account)], self::PATIENCE);
		return array_values($answer['conversations'] ?? []);
	}

	/**
	 * A stored secret is tried only at the server for which it was stored.
	 *
	 * @param array<string, array<string, mixed>> $fields
	 * @param array<array-key, mixed> $settings
	 * @param list<string> $set
	 * @param array<string, string|int|float|bool> $stored
	 * @return array<string, string|int|float|bool>
	 */
	private function tried(array $fields, array $settings, array $set, #[\SensitiveParameter] array $stored): array {
		$checked = $this->form->check($fields, $settings, $set);
		$missing = array_diff($set, array_keys($checked['secrets']));
		if ($missing !== [] && ($checked['settings']['server'] ?? null) !== ($stored['server'] ?? null)) {
			throw Invalid::one('server', Text::of('For another server, give the password anew.'));
		}
		return $checked['settings'] + $checked['secrets'] + array_intersect_key($stored, array_flip($set)) + array_diff_key($stored,
			$fields);
	}
}
