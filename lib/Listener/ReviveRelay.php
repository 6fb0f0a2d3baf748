<?php

declare(strict_types=1);

/**
 * SPDX-FileCopyrightText: 2026 Talk Relay contributors
 * SPDX-License-Identifier: AGPL-3.0-or-later
 */

namespace OCA\TalkRelay\Listener;

use OCA\TalkRelay\Relay\PokeFailed;
use OCA\TalkRelay\Relay\Supervisor;
use OCP\EventDispatcher\Event;
use OCP\EventDispatcher\IEventListener;
use OCP\ICacheFactory;
use Psr\Log\LoggerInterface;

/**
 * A relay that does not take a poke may be gone: it is looked for, and started again, after the answer has gone out to whoever sent the
 * message. At most once in half a minute, for a relay that ends at once would be started without end.
 *
 * @template-implements IEventListener<Event>
 */
final class ReviveRelay implements IEventListener {
	private const SECONDS = 30;

	public function __construct(
		private readonly Supervisor $supervisor,
		private readonly ICacheFactory $caches,
		private readonly LoggerInterface $logger,
	) {
	}

	#[\Override]
	public function handle(Event $event): void {
		try {
			$cache = $this->caches->createLocal('talk_relay_revive_');
			if (!$event instanceof PokeFailed || $cache->get('tried') !== null) {
				return;
			}
			$cache->set('tried', 1, self::SECONDS);
			register_shutdown_function(function (): void {
				if (function_exists('fastcgi_finish_request')) {
					fastcgi_finish_request();
				}
				$this->supervisor->keep();
			});
		} catch (\Throwable $error) {
			$this->logger->error('The relay could not be looked for', ['exception' => $error]);
		}
	}
}
