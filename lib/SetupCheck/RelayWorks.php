<?php

declare(strict_types=1);

/**
 * SPDX-FileCopyrightText: 2026 Talk Relay contributors
 * SPDX-License-Identifier: AGPL-3.0-or-later
 */

namespace OCA\TalkRelay\SetupCheck;

use OCA\TalkRelay\Service\AdminState;
use OCA\TalkRelay\Service\RelaySettings;
use OCP\IL10N;
use OCP\IURLGenerator;
use OCP\SetupCheck\ISetupCheck;
use OCP\SetupCheck\SetupResult;

/** In the administration overview: whether the relay that is switched on works. */
final class RelayWorks implements ISetupCheck {
	public function __construct(
		private readonly RelaySettings $settings,
		private readonly AdminState $state,
		private readonly IL10N $l10n,
		private readonly IURLGenerator $urls,
	) {
	}

	#[\Override]
	public function getCategory(): string {
		return 'talk';
	}

	#[\Override]
	public function getName(): string {
		return $this->l10n->t('Federation of Talk conversations (Talk Relay)');
	}

	#[\Override]
	public function run(): SetupResult {
		if (!$this->settings->on()) {
			return SetupResult::success($this->l10n->t('The relay is switched off.'));
		}
		$state = $this->state->now();
		return $state['relay'] === 'running' && $state['why'] === ''
			? SetupResult::success($this->l10n->t('The relay works.'))
			: SetupResult::error(trim($state['why'] . ' ' . $state['todo']),
				$this->urls->linkToRouteAbsolute('settings.AdminSettings.index', ['section' => 'talk']));
	}
}
