<?php

declare(strict_types=1);

/**
 * SPDX-FileCopyrightText: 2026 Talk Relay contributors
 * SPDX-License-Identifier: AGPL-3.0-or-later
 */

namespace OCA\TalkRelay\SelfTest;

use OCA\TalkRelay\Relay\Sentence;
use OCA\TalkRelay\Service\RelaySettings;
use OCA\TalkRelay\Talk\ServiceUser;
use OCP\Share\IManager;

/** Files from other servers belong to the service user, which shares them with the conversation: that may be restricted. */
final class SharingAllowed implements Check {
	public function __construct(
		private readonly IManager $shares,
		private readonly ServiceUser $service,
		private readonly RelaySettings $settings,
	) {
	}

	#[\Override]
	public function id(): string {
		return 'sharing';
	}

	#[\Override]
	public function name(): string {
		return Sentence::of('Sharing of files');
	}

	#[\Override]
	public function run(): Outcome {
		if (!$this->shares->shareApiEnabled()) {
			return Outcome::warning(Sentence::of('Sharing is switched off: files from other servers are refused.'),
				Sentence::of('Allow apps to use the Share API (Administration settings → Sharing).'));
		}
		// Whom groups restrict can't be said of a user who does not exist; switched on, the relay needs it soon.
		$user = $this->settings->on() ? $this->service->id() : $this->service->known();
		return $this->shares->sharingDisabledForUser($user)
			? Outcome::warning(Sentence::of('Sharing is restricted to groups, and the user %s may not share: files from other servers are refused.', $user),
				Sentence::of('Add the user %s to a group that may share.', $user))
			: Outcome::ok(Sentence::of('Files from other servers can be shared with conversations.'));
	}
}
