<?php

declare(strict_types=1);

/**
 * SPDX-FileCopyrightText: 2026 Talk Relay contributors
 * SPDX-License-Identifier: AGPL-3.0-or-later
 */

namespace OCA\TalkRelay\Controller;

use OCA\TalkRelay\Model\Account;
use OCA\TalkRelay\ResponseDefinitions;
use OCA\TalkRelay\Service\AccountService;
use OCA\TalkRelay\Service\AccountView;
use OCA\TalkRelay\Service\Networks;
use OCA\TalkRelay\Service\Rights;
use OCA\TalkRelay\Service\Trial;
use OCP\AppFramework\Http;
use OCP\AppFramework\Http\Attribute\ApiRoute;
use OCP\AppFramework\Http\Attribute\NoAdminRequired;
use OCP\AppFramework\Http\Attribute\UserRateLimit;
use OCP\AppFramework\Http\DataResponse;
use OCP\IL10N;
use OCP\IRequest;

/**
 * A person's accounts on other servers and networks.
 *
 * @psalm-import-type TalkRelayAccount from ResponseDefinitions
 * @psalm-import-type TalkRelayConversation from ResponseDefinitions
 * @psalm-import-type TalkRelayNetworkForm from ResponseDefinitions
 * @psalm-import-type TalkRelayTestResult from ResponseDefinitions
 */
final class AccountController extends ApiController {
	public function __construct(
		string $appName,
		IRequest $request,
		IL10N $l10n,
		private readonly ?string $userId,
		private readonly Rights $rights,
		private readonly AccountService $accounts,
		private readonly AccountView $view,
		private readonly Networks $networks,
		private readonly Trial $trial,
	) {
		parent::__construct($appName, $request, $l10n);
	}

	/**
	 * One's own accounts and those that the administrator shares
	 *
	 * @return DataResponse<Http::STATUS_OK, list<TalkRelayAccount>, array{}>
	 */
	#[NoAdminRequired]
	#[ApiRoute(verb: 'GET', url: '/api/v1/accounts')]
	public function index(): DataResponse {
		return $this->answer(function (): array {
			$user = $this->rights->person($this->userId);
			return array_map(fn (Account $account): array => $this->view->whole($account, $user), $this->accounts->usableBy($user));
		});
	}

	/**
	 * A new account
	 *
	 * @param string $network The network
	 * @param string $label What to call it
	 * @param array<string, string|int|float|bool> $settings By the names of the network's fields
	 * @return DataResponse<Http::STATUS_OK, TalkRelayAccount, array{}>
	 */
	#[NoAdminRequired]
	#[ApiRoute(verb: 'POST', url: '/api/v1/accounts')]
	public function create(string $network = '', string $label = '', array $settings = []): DataResponse {
		return $this->answer(function () use ($network, $label, $settings): array {
			$user = $this->rights->person($this->userId);
			return $this->view->whole($this->accounts->add($user, $network, $label, $settings), $user);
		});
	}

	/**
	 * Change an account; a secret that is left out stays
	 *
	 * @param int $id The account
	 * @param ?string $label What to call it
	 * @param ?array<string, string|int|float|bool> $settings By the names of the network's fields
	 * @return DataResponse<Http::STATUS_OK, TalkRelayAccount, array{}>
	 */
	#[NoAdminRequired]
	#[ApiRoute(verb: 'PUT', url: '/api/v1/accounts/{id}')]
	public function change(int $id, ?string $label = null, ?array $settings = null): DataResponse {
		return $this->answer(function () use ($id, $label, $settings): array {
			$user = $this->rights->person($this->userId);
			return $this->view->whole($this->accounts->change($id, $user, $label, $settings), $user);
		});
	}

	/**
	 * Delete an account that no conversation uses
	 *
	 * @param int $id The account
	 * @return DataResponse<Http::STATUS_OK, list<empty>, array{}>
	 */
	#[NoAdminRequired]
	#[ApiRoute(verb: 'DELETE', url: '/api/v1/accounts/{id}')]
	public function delete(int $id): DataResponse {
		return $this->answer(function () use ($id): array {
			$this->accounts->delete($id, $this->rights->person($this->userId));
			return [];
		});
	}

	/**
	 * Try an account, or settings that are not saved yet
	 *
	 * @param ?int $account The account
	 * @param ?string $network The network, where there is no account yet
	 * @param ?array<string, string|int|float|bool> $settings What is tried instead of what is saved
	 * @param ?string $address A conversation to look at
	 * @return DataResponse<Http::STATUS_OK, TalkRelayTestResult, array{}>
	 */
	#[NoAdminRequired]
	#[UserRateLimit(limit: 30, period: 60)]
	#[ApiRoute(verb: 'POST', url: '/api/v1/accounts/test')]
	// Not often: whoever guessed passwords at another server through this one would get this server shut out there.
	public function test(?int $account = null, ?string $network = null, ?array $settings = null, ?string $address = null): DataResponse {
		return $this->answer(fn (): array
			=> $this->trial->test($this->rights->person($this->userId), $account, $network, $settings, $address));
	}

	/**
	 * The conversations of an account
	 *
	 * @param int $id The account
	 * @return DataResponse<Http::STATUS_OK, list<TalkRelayConversation>, array{}>
	 */
	#[NoAdminRequired]
	#[UserRateLimit(limit: 30, period: 60)]
	#[ApiRoute(verb: 'GET', url: '/api/v1/accounts/{id}/conversations')]
	public function conversations(int $id): DataResponse {
		return $this->answer(fn (): array => $this->trial->conversations($this->rights->person($this->userId), $id));
	}

	/**
	 * The networks that the administrator allows
	 *
	 * @return DataResponse<Http::STATUS_OK, list<TalkRelayNetworkForm>, array{}>
	 */
	#[NoAdminRequired]
	#[ApiRoute(verb: 'GET', url: '/api/v1/networks')]
	public function networks(): DataResponse {
		return $this->answer(function (): array {
			$this->rights->person($this->userId);
			return $this->networks->forModerators();
		});
	}
}
