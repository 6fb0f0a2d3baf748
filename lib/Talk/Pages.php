<?php

declare(strict_types=1);

/**
 * SPDX-FileCopyrightText: 2026 Talk Relay contributors
 * SPDX-License-Identifier: AGPL-3.0-or-later
 */

namespace OCA\TalkRelay\Talk;

use OCA\Talk\Controller\AEnvironmentAwareOCSController;
use OCA\Talk\Controller\AvatarController;
use OCA\Talk\Controller\ChatController;
use OCA\Talk\Controller\RoomController;
use OCP\AppFramework\Controller;
use OCP\AppFramework\Http\Response;
use OCP\IRequest;

/** Which of Talk's answers the app adds to, or gives in Talk's place. A controller that is renamed just goes without. */
final class Pages {
	public function __construct(
		private readonly IRequest $request,
		private readonly RosterRows $roster,
		private readonly Blocking $blocking,
		private readonly Faces $faces,
		private readonly Deserted $deserted,
	) {
	}

	/** Null: Talk answers. */
	public function instead(Controller $controller, string $method): ?Response {
		// Set by Talk once it has found that the one who asks may.
		$room = $controller instanceof AEnvironmentAwareOCSController ? $controller->getRoom() : null;
		$asking = $controller instanceof AEnvironmentAwareOCSController ? $controller->getParticipant() : null;
		if ($room === null || $asking === null) {
			return null;
		}
		$attendee = (int)$this->request->getParam('attendeeId', '0');
		if ($controller instanceof RoomController && ($method === 'removeSelfFromRoom'
			|| ($method === 'removeAttendeeFromRoom' && $attendee === $asking->getAttendee()->getId()))) {
			$this->deserted->before($room, $asking);
		}
		return match (true) {
			$controller instanceof RoomController && $method === 'removeAttendeeFromRoom'
				=> $this->blocking->instead($room, $asking, $attendee),
			$controller instanceof AvatarController && $method === 'getUserProxyAvatar'
				=> $this->faces->instead($room, (string)$this->request->getParam('cloudId', ''), $this->request->getParam('darkTheme') === 'true'),
			$controller instanceof AvatarController && $method === 'getUserProxyAvatarDark'
				=> $this->faces->instead($room, (string)$this->request->getParam('cloudId', ''), true),
			default => null,
		};
	}

	public function output(Controller $controller, string $method, string $output): string {
		$room = $controller instanceof AEnvironmentAwareOCSController ? $controller->getRoom() : null;
		return match (true) {
			$room === null => $output,
			$controller instanceof RoomController && $method === 'getParticipants'
				=> OcsList::change($output, fn (array $rows): array => $this->roster->participants($room, $rows)),
			$controller instanceof ChatController && $method === 'mentions' => OcsList::change($output, fn (array $rows): array
				=> $this->roster->mentions($room, $rows, (string)$this->request->getParam('search', ''), (int)$this->request->getParam('limit', '20'))),
			default => $output,
		};
	}
}
