<?php

declare(strict_types=1);

/**
 * SPDX-FileCopyrightText: 2026 Talk Relay contributors
 * SPDX-License-Identifier: AGPL-3.0-or-later
 */

namespace OCA\TalkRelay\Controller;

use OCA\TalkRelay\Relay\Addresses;
use OCA\TalkRelay\Relay\Client;
use OCA\TalkRelay\Relay\CommandLine;
use OCA\TalkRelay\Relay\Files;
use OCA\TalkRelay\Relay\Refused;
use OCA\TalkRelay\Relay\Runtime;
use OCA\TalkRelay\Relay\Unreachable;
use OCA\TalkRelay\ResponseDefinitions;
use OCA\TalkRelay\SelfTest\SelfTest;
use OCA\TalkRelay\Service\Administration;
use OCA\TalkRelay\Service\AdminState;
use OCA\TalkRelay\Service\Import;
use OCA\TalkRelay\Service\Networks;
use OCA\TalkRelay\Service\Purge;
use OCA\TalkRelay\Service\RelaySettings;
use OCP\AppFramework\Http;
use OCP\AppFramework\Http\Attribute\ApiRoute;
use OCP\AppFramework\Http\Attribute\PasswordConfirmationRequired;
use OCP\AppFramework\Http\DataResponse;
use OCP\IL10N;
use OCP\IRequest;

/**
 * The relay, for administrators.
 *
 * @psalm-import-type TalkRelayAdminSettings from ResponseDefinitions
 * @psalm-import-type TalkRelayAdminState from ResponseDefinitions
 * @psalm-import-type TalkRelayCheck from ResponseDefinitions
 * @psalm-import-type TalkRelayHistoryMinute from ResponseDefinitions
 * @psalm-import-type TalkRelayImportPlan from ResponseDefinitions
 * @psalm-import-type TalkRelayNetworkForm from ResponseDefinitions
 * @psalm-import-type TalkRelaySecret from ResponseDefinitions
 */
final class AdminController extends ApiController {
	public function __construct(
		string $appName,
		IRequest $request,
		IL10N $l10n,
		private readonly ?string $userId,
		private readonly Administration $administration,
		private readonly AdminState $state,
		private readonly SelfTest $selfTest,
		private readonly Client $relay,
		private readonly CommandLine $command,
		private readonly Networks $networks,
		private readonly Runtime $runtime,
		private readonly Import $import,
		private readonly Purge $purge,
		private readonly Addresses $addresses,
		private readonly RelaySettings $settings,
	) {
		parent::__construct($appName, $request, $l10n);
	}

	/**
	 * What is set
	 *
	 * @return DataResponse<Http::STATUS_OK, TalkRelayAdminSettings, array{}>
	 */
	#[ApiRoute(verb: 'GET', url: '/api/v1/admin/settings')]
	public function settings(): DataResponse {
		return $this->answer(fn (): array => $this->administration->settings());
	}

	/**
	 * Set, and switch the relay on or off; what is left out stays
	 *
	 * @param ?bool $enabled The switch
	 * @param ?list<string> $groups Whose members may federate; none: everybody
	 * @param ?list<string> $allowedHosts Servers that may be connected to; none: all
	 * @param ?list<string> $refusedHosts Servers that may not
	 * @param ?list<string> $networks Networks that moderators may use; none: all
	 * @param ?int $maxBytes The largest file that crosses
	 * @param ?int $spoolBytes What all kept files may take together
	 * @param ?string $mode `managed` or `external`
	 * @param ?string $control Where the control door is: a socket's path, or `host:port`
	 * @param ?string $nodePath The Node.js to use
	 * @param ?string $relayBase The address at which the relay reaches this server
	 * @return DataResponse<Http::STATUS_OK, TalkRelayAdminSettings, array{}>
	 */
	#[PasswordConfirmationRequired]
	#[ApiRoute(verb: 'PUT', url: '/api/v1/admin/settings')]
	public function set(
		?bool $enabled = null, ?array $groups = null, ?array $allowedHosts = null, ?array $refusedHosts = null, ?array $networks = null,
		?int $maxBytes = null,
		?int $spoolBytes = null, ?string $mode = null, ?string $control = null, ?string $nodePath = null, ?string $relayBase = null,
	): DataResponse {
		$given = compact('groups', 'allowedHosts', 'refusedHosts', 'networks', 'maxBytes', 'spoolBytes', 'mode', 'control', 'nodePath',
			'relayBase');
		return $this->answer(function () use ($enabled, $given): array {
			$this->administration->set($enabled, $given);
			return $this->administration->settings();
		});
	}

	/**
	 * How the relay is
	 *
	 * @return DataResponse<Http::STATUS_OK, TalkRelayAdminState, array{}>
	 */
	#[ApiRoute(verb: 'GET', url: '/api/v1/admin/state')]
	public function state(): DataResponse {
		return $this->answer(fn (): array => $this->state->now());
	}

	/**
	 * Start, stop or restart its process
	 *
	 * @param string $action `start`, `stop` or `restart`
	 * @return DataResponse<Http::STATUS_OK, TalkRelayAdminState, array{}>
	 */
	#[PasswordConfirmationRequired]
	#[ApiRoute(verb: 'POST', url: '/api/v1/admin/relay')]
	public function steer(string $action = ''): DataResponse {
		return $this->answer(function () use ($action): array {
			$this->administration->steer($action);
			return $this->state->now();
		});
	}

	/**
	 * Look whether all is well, over the very paths that are used
	 *
	 * @return DataResponse<Http::STATUS_OK, list<TalkRelayCheck>, array{}>
	 */
	#[PasswordConfirmationRequired]
	#[ApiRoute(verb: 'POST', url: '/api/v1/admin/self-test')]
	public function selfTest(): DataResponse {
		return $this->answer(fn (): array => $this->selfTest->run());
	}

	/**
	 * The end of the relay's log; of the file while it is away
	 *
	 * @param int $lines How many
	 * @return DataResponse<Http::STATUS_OK, array{lines: list<string>}, array{}>
	 */
	#[ApiRoute(verb: 'GET', url: '/api/v1/admin/log')]
	public function log(int $lines = 100): DataResponse {
		$wanted = max(1, min($lines, 1000));
		return $this->answer(function () use ($wanted): array {
			try {
				return ['lines' => array_map(strval(...), $this->relay->call('GET', "/relay/log?lines=$wanted", null, 2)['lines'] ?? [])];
			} catch (Unreachable|Refused $away) {
				return $this->settings->managed() ? ['lines' => Files::tail($this->command->logPath(), $wanted)] : throw $away;
			}
		});
	}

	/**
	 * Messages and delivery times of the last hour
	 *
	 * @return DataResponse<Http::STATUS_OK, array{minutes: list<TalkRelayHistoryMinute>}, array{}>
	 */
	#[ApiRoute(verb: 'GET', url: '/api/v1/admin/history')]
	public function history(): DataResponse {
		return $this->answer(fn (): array
			=> ['minutes' => array_values($this->relay->call('GET', '/relay/history', null, 1)['minutes'] ?? [])]);
	}

	/**
	 * All networks that the relay knows
	 *
	 * @return DataResponse<Http::STATUS_OK, list<TalkRelayNetworkForm>, array{}>
	 */
	#[ApiRoute(verb: 'GET', url: '/api/v1/admin/networks')]
	public function networks(): DataResponse {
		return $this->answer(fn (): array => $this->networks->all());
	}

	/**
	 * Take a matterbridge.toml over, or the bridges of Talk's own integration; shown before it is done
	 *
	 * @param ?string $toml The file
	 * @param bool $bridges Those of Talk's integration
	 * @param bool $apply Do it
	 * @return DataResponse<Http::STATUS_OK, TalkRelayImportPlan, array{}>
	 */
	#[PasswordConfirmationRequired]
	#[ApiRoute(verb: 'POST', url: '/api/v1/admin/import')]
	public function import(?string $toml = null, bool $bridges = false, bool $apply = false): DataResponse {
		return $this->answer(fn (): array => $this->import->run($toml, $bridges, $apply, (string)$this->userId));
	}

	/**
	 * Fetch the runtime package
	 *
	 * @return DataResponse<Http::STATUS_OK, TalkRelayAdminState, array{}>
	 */
	#[PasswordConfirmationRequired]
	#[ApiRoute(verb: 'POST', url: '/api/v1/admin/runtime')]
	public function fetchRuntime(): DataResponse {
		return $this->answer(function (): array {
			$this->runtime->fetch();
			$this->administration->set(null, []);
			return $this->state->now();
		});
	}

	/**
	 * Remove all data, files and the service user
	 *
	 * @return DataResponse<Http::STATUS_OK, list<empty>, array{}>
	 */
	#[PasswordConfirmationRequired]
	#[ApiRoute(verb: 'POST', url: '/api/v1/admin/purge')]
	public function purge(): DataResponse {
		return $this->answer(function (): array {
			$this->purge->run((string)$this->userId);
			return [];
		});
	}

	/**
	 * A new secret for a relay that runs elsewhere, shown once
	 *
	 * @return DataResponse<Http::STATUS_OK, TalkRelaySecret, array{}>
	 */
	#[PasswordConfirmationRequired]
	#[ApiRoute(verb: 'POST', url: '/api/v1/admin/secret')]
	public function newSecret(): DataResponse {
		return $this->answer(fn (): array => $this->administration->newSecret($this->addresses->fromElsewhere()));
	}
}
