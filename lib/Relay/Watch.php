<?php

declare(strict_types=1);

/**
 * SPDX-FileCopyrightText: 2026 Talk Relay contributors
 * SPDX-License-Identifier: AGPL-3.0-or-later
 */

namespace OCA\TalkRelay\Relay;

use OCA\TalkRelay\AppInfo\Application;
use OCP\AppFramework\Utility\ITimeFactory;
use OCP\IAppConfig;
use Psr\Log\LoggerInterface;

/** Brings back what should run: a relay that is gone at once, one that lives but says nothing after some minutes. */
final class Watch {
	/** Seconds of silence after which it counts as hanging: a short hang, a full disk or a busy machine are no reason. */
	private const SILENCE = 240;
	private const KEY = 'silent_since';

	public function __construct(
		private readonly Supervisor $supervisor,
		private readonly HttpClient $client,
		private readonly IAppConfig $config,
		private readonly ITimeFactory $time,
		private readonly LoggerInterface $logger,
	) {
	}

	/** Called every few minutes. Never throws. */
	public function look(): void {
		$this->supervisor->keep();
		if (!$this->supervisor->inCharge() || $this->supervisor->running() === null || $this->answers()) {
			$this->note(0);
			return;
		}
		$since = $this->config->getValueInt(Application::ID, self::KEY, lazy: true);
		if ($since === 0) {
			$this->note($this->time->getTime());
		} elseif ($since <= $this->time->getTime() - self::SILENCE) {
			$this->note(0);
			$this->logger->warning('The relay has not answered for ' . ($this->time->getTime() - $since) . ' seconds: it is started anew');
			$this->supervisor->stop();
			$this->supervisor->keep();
		}
	}

	private function answers(): bool {
		try {
			$this->client->call('GET', '/relay/health', null, 10);
			return true;
		} catch (Refused) {
			return true;
		} catch (Unreachable) {
			return false;
		}
	}

	private function note(int $since): void {
		if ($this->config->getValueInt(Application::ID, self::KEY, lazy: true) !== $since) {
			$this->config->setValueInt(Application::ID, self::KEY, $since, lazy: true);
		}
	}
}
