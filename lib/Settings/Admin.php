<?php

declare(strict_types=1);

/**
 * SPDX-FileCopyrightText: 2026 Talk Relay contributors
 * SPDX-License-Identifier: AGPL-3.0-or-later
 */

namespace OCA\TalkRelay\Settings;

use OCA\TalkRelay\AppInfo\Application;
use OCP\AppFramework\Http\TemplateResponse;
use OCP\Settings\ISettings;
use OCP\Util;

/** The app's part of the Talk section, below Talk's own. */
final class Admin implements ISettings {
	#[\Override]
	public function getForm(): TemplateResponse {
		Util::addScript(Application::ID, 'talk_relay-admin');
		Util::addStyle(Application::ID, 'talk_relay-admin');
		return new TemplateResponse(Application::ID, 'admin', [], TemplateResponse::RENDER_AS_BLANK);
	}

	#[\Override]
	public function getSection(): string {
		return 'talk';
	}

	#[\Override]
	public function getPriority(): int {
		return 50;
	}
}
