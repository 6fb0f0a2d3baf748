<?php

declare(strict_types=1);

/**
 * SPDX-FileCopyrightText: 2026 Talk Relay contributors
 * SPDX-License-Identifier: AGPL-3.0-or-later
 */

namespace OCA\TalkRelay\Controller;

use OCA\TalkRelay\Model\Gateway;
use OCA\TalkRelay\Relay\Client;
use OCA\TalkRelay\ResponseDefinitions;
use OCA\TalkRelay\Service\Blocking;
use OCA\TalkRelay\Service\Federation;
use OCA\TalkRelay\Service\Invalid;
use OCA\TalkRelay\Service\Missing;
use OCA\TalkRelay\Service\NickPreview;
use OCA\TalkRelay\Service\Rights;
use OCA\TalkRelay\Service\RoomStates;
use OCA\TalkRelay\Service\RoomView;
use OCA\TalkRelay\Service\Text;
use OCP\AppFramework\Http;
use OCP\AppFramework\Http\Attribute\ApiRoute;
use OCP\AppFramework\Http\Attribute\NoAdminRequired;
use OCP\AppFramework\Http\DataResponse;
use OCP\IL10N;
use OCP\IRequest;

/**
 * One conversation's federation, for its moderators.
 *
 * @psalm-import-type TalkRelayRoomFederation from ResponseDefinitions
 * @psalm-import-type TalkRelayRoomState from ResponseDefinitions
 * @psalm-import-type TalkRelayShown from ResponseDefinitions
 */
final class RoomController extends ApiController {
	public function __construct(
		string $appName,
		IRequest $request,
		IL10N $l10n,
		private readonly ?string $userId,
		private readonly Rights $rights,
		private readonly Federation $federation,
		private readonly Blocking $blocking,
		private readonly NickPreview $nicks,
		private readonly RoomView $view,
		private readonly RoomStates $states,
		private readonly Client $relay,
	) {
		parent::__construct($appName, $request, $l10n);
	}

	/**
	 * A conversation's federation
	 *
	 * @param string $token The conversation
	 * @return DataResponse<Http::STATUS_OK, TalkRelayRoomFederation, array{}>
	 */
	#[NoAdminRequired]
	#[ApiRoute(verb: 'GET', url: '/api/v1/rooms/{token}')]
	public function show(string $token): DataResponse {
		return $this->answer(fn (): array => $this->view->federation($this->rights->moderator($token, $this->userId)));
	}

	/**
	 * How its members are, at most three seconds old
	 *
	 * @param string $token The conversation
	 * @return DataResponse<Http::STATUS_OK, TalkRelayRoomState, array{}>
	 */
	#[NoAdminRequired]
	#[ApiRoute(verb: 'GET', url: '/api/v1/rooms/{token}/state')]
	public function state(string $token): DataResponse {
		return $this->answer(fn (): array => $this->states->of($this->rights->moderator($token, $this->userId)->token));
	}

	/**
	 * Join another conversation; with the first one the federation begins
	 *
	 * @param string $token The conversation
	 * @param int $account Account through which the other one is reached
	 * @param string $address The other conversation's link, or what its network calls it
	 * @param ?string $direction `in`, `out` or `inout`
	 * @param ?string $nickFormat How people of the other rooms are written there
	 * @return DataResponse<Http::STATUS_OK, TalkRelayRoomFederation, array{}>
	 */
	#[NoAdminRequired]
	#[ApiRoute(verb: 'POST', url: '/api/v1/rooms/{token}/members')]
	public function join(string $token, int $account = 0, string $address = '', ?string $direction = null,
		?string $nickFormat = null): DataResponse {
		return $this->answer(function () use ($token, $account, $address, $direction, $nickFormat): array {
			$room = $this->rights->moderator($token, $this->userId);
			$this->federation->join($room, (string)$this->userId, $account, $address, $direction, $nickFormat);
			return $this->view->federation($room);
		});
	}

	/**
	 * Change a member
	 *
	 * @param string $token The conversation
	 * @param int $member The member
	 * @param ?string $direction `in`, `out` or `inout`
	 * @param ?string $nickFormat How people of the other rooms are written there
	 * @return DataResponse<Http::STATUS_OK, TalkRelayRoomFederation, array{}>
	 */
	#[NoAdminRequired]
	#[ApiRoute(verb: 'PUT', url: '/api/v1/rooms/{token}/members/{member}')]
	public function changeMember(string $token, int $member, ?string $direction = null, ?string $nickFormat = null): DataResponse {
		return $this->onGateway($token, fn (Gateway $gateway, string $user)
			=> $this->federation->changeMember($gateway, $member, $user, $direction, $nickFormat));
	}

	/**
	 * Take a member out; with the last one the federation ends
	 *
	 * @param string $token The conversation
	 * @param int $member The member
	 * @return DataResponse<Http::STATUS_OK, TalkRelayRoomFederation, array{}>
	 */
	#[NoAdminRequired]
	#[ApiRoute(verb: 'DELETE', url: '/api/v1/rooms/{token}/members/{member}')]
	public function leave(string $token, int $member): DataResponse {
		return $this->onGateway($token, fn (Gateway $gateway, string $user) => $this->federation->leave($gateway, $member, $user));
	}

	/**
	 * Change what holds for all members
	 *
	 * @param string $token The conversation
	 * @param ?bool $paused Nothing crosses for now
	 * @param ?list<string> $notices What crosses of what nobody said: `call`, `people`, `room`, `poll`
	 * @param ?int $maxBytes The largest file that crosses
	 * @param ?list<string> $refusedNames Files that do not cross: `*.exe`
	 * @param ?list<string> $refusedKinds What does not cross of what people do: `files` (other than voice messages), `voice`, `reactions`, `edits`, `deletions`
	 * @param ?bool $mentionEveryone `@all` calls everybody on the other side, too
	 * @return DataResponse<Http::STATUS_OK, TalkRelayRoomFederation, array{}>
	 */
	#[NoAdminRequired]
	#[ApiRoute(verb: 'PUT', url: '/api/v1/rooms/{token}')]
	public function change(string $token, ?bool $paused = null, ?array $notices = null, ?int $maxBytes = null,
		?array $refusedNames = null, ?array $refusedKinds = null, ?bool $mentionEveryone = null): DataResponse {
		return $this->onGateway($token, fn (Gateway $gateway, string $user)
			=> $this->federation->change($gateway, $user, $paused, $notices, $maxBytes, $refusedNames, $refusedKinds, $mentionEveryone));
	}

	/**
	 * End the federation; what has been written stays
	 *
	 * @param string $token The conversation
	 * @return DataResponse<Http::STATUS_OK, TalkRelayRoomFederation, array{}>
	 */
	#[NoAdminRequired]
	#[ApiRoute(verb: 'DELETE', url: '/api/v1/rooms/{token}')]
	public function end(string $token): DataResponse {
		return $this->onGateway($token, fn (Gateway $gateway, string $user) => $this->federation->end($gateway, $user));
	}

	/**
	 * Try a message again that could not be delivered, or let it go
	 *
	 * @param string $token The conversation
	 * @param int $aside What was set aside
	 * @param string $action `retry` or `discard`
	 * @return DataResponse<Http::STATUS_OK, TalkRelayRoomFederation, array{}>
	 */
	#[NoAdminRequired]
	#[ApiRoute(verb: 'POST', url: '/api/v1/rooms/{token}/asides/{aside}')]
	public function settle(string $token, int $aside, string $action = ''): DataResponse {
		return $this->onGateway($token, function (Gateway $gateway) use ($aside, $action): void {
			if (!in_array($action, ['retry', 'discard'], true)) {
				throw Invalid::one('action', Text::of('An action is one of: retry, discard.'));
			}
			$this->states->mustHave($gateway, $aside);
			try {
				$this->relay->call('POST', "/relay/asides/$aside", ['do' => $action]);
			} finally {
				$this->states->forget();
			}
		});
	}

	/**
	 * Block a person of another room in this conversation
	 *
	 * @param string $token The conversation
	 * @param string $person The person
	 * @param string $name What they are called
	 * @return DataResponse<Http::STATUS_OK, TalkRelayRoomFederation, array{}>
	 */
	#[NoAdminRequired]
	#[ApiRoute(verb: 'POST', url: '/api/v1/rooms/{token}/blocked')]
	public function block(string $token, string $person = '', string $name = ''): DataResponse {
		return $this->onGateway($token, fn (Gateway $gateway, string $user) => $this->blocking->block($gateway, $user, $person, $name));
	}

	/**
	 * Let a blocked person in again
	 *
	 * @param string $token The conversation
	 * @param string $person The person
	 * @return DataResponse<Http::STATUS_OK, TalkRelayRoomFederation, array{}>
	 */
	#[NoAdminRequired]
	#[ApiRoute(verb: 'DELETE', url: '/api/v1/rooms/{token}/blocked')]
	public function unblock(string $token, string $person = ''): DataResponse {
		return $this->onGateway($token, fn (Gateway $gateway, string $user) => $this->blocking->unblock($gateway, $user, $person));
	}

	/**
	 * What a nick format makes of one's own name
	 *
	 * @param string $token The conversation
	 * @param string $nickFormat The format
	 * @param ?int $account The account of the room where it would be written
	 * @param ?string $network Its network, where there is no account yet
	 * @return DataResponse<Http::STATUS_OK, TalkRelayShown, array{}>
	 */
	#[NoAdminRequired]
	#[ApiRoute(verb: 'POST', url: '/api/v1/rooms/{token}/preview')]
	public function preview(string $token, string $nickFormat = '', ?int $account = null, ?string $network = null): DataResponse {
		return $this->answer(function () use ($token, $nickFormat): array {
			$room = $this->rights->moderator($token, $this->userId);
			return $this->nicks->show($room, (string)$this->userId, $nickFormat);
		});
	}

	/**
	 * What changes an existing federation, and answers what it has become.
	 *
	 * @param \Closure(Gateway, string): mixed $work
	 * @return DataResponse<Http::STATUS_OK, mixed, array{}>
	 */
	private function onGateway(string $token, \Closure $work): DataResponse {
		return $this->answer(function () use ($token, $work): array {
			$room = $this->rights->moderator($token, $this->userId);
			$work($this->federation->ofRoom($room->token) ?? throw new Missing(), (string)$this->userId);
			return $this->view->federation($room);
		});
	}
}
