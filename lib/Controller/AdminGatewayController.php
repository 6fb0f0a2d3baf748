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
use OCA\TalkRelay\Service\AdminGateways;
use OCA\TalkRelay\Service\Federation;
use OCA\TalkRelay\Service\Trial;
use OCP\AppFramework\Http;
use OCP\AppFramework\Http\Attribute\ApiRoute;
use OCP\AppFramework\Http\Attribute\PasswordConfirmationRequired;
use OCP\AppFramework\Http\DataResponse;
use OCP\IL10N;
use OCP\IRequest;

/**
 * All federated conversations and the shared accounts, for administrators.
 *
 * @psalm-import-type TalkRelayAccount from ResponseDefinitions
 * @psalm-import-type TalkRelayAdminGateway from ResponseDefinitions
 * @psalm-import-type TalkRelayTestResult from ResponseDefinitions
 */
final class AdminGatewayController extends ApiController {
	public function __construct(
		string $appName,
		IRequest $request,
		IL10N $l10n,
		private readonly ?string $userId,
		private readonly AdminGateways $gateways,
		private readonly Federation $federation,
		private readonly AccountService $accounts,
		private readonly AccountView $view,
		private readonly Trial $trial,
	) {
		parent::__construct($appName, $request, $l10n);
	}

	/**
	 * All federated conversations with their state
	 *
	 * @return DataResponse<Http::STATUS_OK, list<TalkRelayAdminGateway>, array{}>
	 */
	#[ApiRoute(verb: 'GET', url: '/api/v1/admin/gateways')]
	public function gateways(): DataResponse {
		return $this->answer(fn (): array => $this->gateways->all());
	}

	/**
	 * Pause or resume one
	 *
	 * @param string $id The gateway
	 * @param bool $paused Nothing crosses for now
	 * @return DataResponse<Http::STATUS_OK, list<empty>, array{}>
	 */
	#[PasswordConfirmationRequired]
	#[ApiRoute(verb: 'PUT', url: '/api/v1/admin/gateways/{id}')]
	public function pause(string $id, bool $paused = true): DataResponse {
		return $this->answer(function () use ($id, $paused): array {
			$this->federation->change($this->gateways->find($id), (string)$this->userId, $paused, null, null, null, null, null);
			return [];
		});
	}

	/**
	 * End one; what has been written stays
	 *
	 * @param string $id The gateway
	 * @return DataResponse<Http::STATUS_OK, list<empty>, array{}>
	 */
	#[PasswordConfirmationRequired]
	#[ApiRoute(verb: 'DELETE', url: '/api/v1/admin/gateways/{id}')]
	public function end(string $id): DataResponse {
		return $this->answer(function () use ($id): array {
			$this->federation->end($this->gateways->find($id), (string)$this->userId);
			return [];
		});
	}

	/**
	 * The shared accounts
	 *
	 * @return DataResponse<Http::STATUS_OK, list<TalkRelayAccount>, array{}>
	 */
	#[ApiRoute(verb: 'GET', url: '/api/v1/admin/accounts')]
	public function accounts(): DataResponse {
		return $this->answer(fn (): array
			=> array_map(fn (Account $account): array => $this->view->whole($account, null), $this->accounts->shared()));
	}

	/**
	 * A new shared account
	 *
	 * @param string $network The network
	 * @param string $label What to call it
	 * @param array<string, string|int|float|bool> $settings By the names of the network's fields
	 * @return DataResponse<Http::STATUS_OK, TalkRelayAccount, array{}>
	 */
	#[PasswordConfirmationRequired]
	#[ApiRoute(verb: 'POST', url: '/api/v1/admin/accounts')]
	public function addAccount(string $network = '', string $label = '', array $settings = []): DataResponse {
		return $this->answer(fn (): array => $this->view->whole($this->accounts->add(null, $network, $label, $settings), null));
	}

	/**
	 * Change a shared account; a secret that is left out stays
	 *
	 * @param int $id The account
	 * @param ?string $label What to call it
	 * @param ?array<string, string|int|float|bool> $settings By the names of the network's fields
	 * @return DataResponse<Http::STATUS_OK, TalkRelayAccount, array{}>
	 */
	#[PasswordConfirmationRequired]
	#[ApiRoute(verb: 'PUT', url: '/api/v1/admin/accounts/{id}')]
	public function changeAccount(int $id, ?string $label = null, ?array $settings = null): DataResponse {
		return $this->answer(fn (): array => $this->view->whole($this->accounts->change($id, null, $label, $settings), null));
	}

	/**
	 * Delete a shared account that no conversation uses
	 *
	 * @param int $id The account
	 * @return DataResponse<Http::STATUS_OK, list<empty>, array{}>
	 */
	#[PasswordConfirmationRequired]
	#[ApiRoute(verb: 'DELETE', url: '/api/v1/admin/accounts/{id}')]
	public function deleteAccount(int $id): DataResponse {
		return $this->answer(function () use ($id): array {
			$this->accounts->delete($id, null);
			return [];
		});
	}

	/**
	 * Try a shared account, or settings of one that are not saved yet
	 *
	 * @param ?int $account The account
	 * @param ?string $network The network, where there is no account yet
	 * @param ?array<string, string|int|float|bool> $settings What is tried instead of what is saved
	 * @param ?string $address A conversation to look at
	 * @return DataResponse<Http::STATUS_OK, TalkRelayTestResult, array{}>
	 */
	#[PasswordConfirmationRequired]
	#[ApiRoute(verb: 'POST', url: '/api/v1/admin/accounts/test')]
	public function testAccount(?int $account = null, ?string $network = null, ?array $settings = null, ?string $address = null): DataResponse {
		return $this->answer(fn (): array => $this->trial->test(null, $account, $network, $settings, $address));
	}
}
