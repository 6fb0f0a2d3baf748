<?php

declare(strict_types=1);

/**
 * SPDX-FileCopyrightText: 2026 Talk Relay contributors
 * SPDX-License-Identifier: AGPL-3.0-or-later
 */

namespace OCA\TalkRelay\Controller;

use OCA\TalkRelay\ResponseDefinitions;
use OCA\TalkRelay\Service\AccountView;
use OCA\TalkRelay\Service\LoginFlow;
use OCA\TalkRelay\Service\Rights;
use OCP\AppFramework\Http;
use OCP\AppFramework\Http\Attribute\ApiRoute;
use OCP\AppFramework\Http\Attribute\NoAdminRequired;
use OCP\AppFramework\Http\Attribute\PasswordConfirmationRequired;
use OCP\AppFramework\Http\Attribute\UserRateLimit;
use OCP\AppFramework\Http\DataResponse;
use OCP\IL10N;
use OCP\IRequest;

/**
 * Connects an account of another Nextcloud by that server's own grant page.
 *
 * @psalm-import-type TalkRelayLoginBegun from ResponseDefinitions
 * @psalm-import-type TalkRelayLoginProgress from ResponseDefinitions
 */
final class LoginFlowController extends ApiController {
	public function __construct(
		string $appName,
		IRequest $request,
		IL10N $l10n,
		private readonly ?string $userId,
		private readonly Rights $rights,
		private readonly LoginFlow $flow,
		private readonly AccountView $view,
	) {
		parent::__construct($appName, $request, $l10n);
	}

	/**
	 * Begin a login at another Nextcloud
	 *
	 * @param string $server Its address
	 * @return DataResponse<Http::STATUS_OK, TalkRelayLoginBegun, array{}>
	 */
	#[NoAdminRequired]
	#[UserRateLimit(limit: 20, period: 300)]
	#[ApiRoute(verb: 'POST', url: '/api/v1/accounts/login')]
	public function begin(string $server = ''): DataResponse {
		return $this->answer(fn (): array => $this->flow->begin($this->rights->person($this->userId), false, $server));
	}

	/**
	 * Whether access was granted there by now
	 *
	 * @param string $id The login
	 * @return DataResponse<Http::STATUS_OK, TalkRelayLoginProgress, array{}>
	 */
	#[NoAdminRequired]
	#[ApiRoute(verb: 'GET', url: '/api/v1/accounts/login/{id}')]
	public function progress(string $id): DataResponse {
		return $this->answer(function () use ($id): array {
			$user = $this->rights->person($this->userId);
			$found = $this->flow->look($user, $id);
			return is_string($found) ? ['state' => $found] : ['state' => 'done', 'account' => $this->view->whole($found, $user)];
		});
	}

	/**
	 * Begin a login whose account will be shared with all moderators
	 *
	 * @param string $server Its address
	 * @return DataResponse<Http::STATUS_OK, TalkRelayLoginBegun, array{}>
	 */
	#[PasswordConfirmationRequired]
	#[ApiRoute(verb: 'POST', url: '/api/v1/admin/accounts/login')]
	public function beginShared(string $server = ''): DataResponse {
		return $this->answer(fn (): array => $this->flow->begin((string)$this->userId, true, $server));
	}

	/**
	 * Whether access was granted for a shared account by now
	 *
	 * @param string $id The login
	 * @return DataResponse<Http::STATUS_OK, TalkRelayLoginProgress, array{}>
	 */
	#[ApiRoute(verb: 'GET', url: '/api/v1/admin/accounts/login/{id}')]
	public function progressShared(string $id): DataResponse {
		return $this->answer(function () use ($id): array {
			$found = $this->flow->look((string)$this->userId, $id);
			return is_string($found) ? ['state' => $found] : ['state' => 'done', 'account' => $this->view->whole($found, null)];
		});
	}
}
