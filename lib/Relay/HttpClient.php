<?php

declare(strict_types=1);

/**
 * SPDX-FileCopyrightText: 2026 Talk Relay contributors
 * SPDX-License-Identifier: AGPL-3.0-or-later
 */

namespace OCA\TalkRelay\Relay;

use OCA\TalkRelay\Service\RelaySettings;
use OCP\AppFramework\Utility\ITimeFactory;
use OCP\EventDispatcher\IEventDispatcher;
use OCP\ICache;
use OCP\ICacheFactory;
use Psr\Log\LoggerInterface;

/** Speaks with the relay by its Unix socket or by TCP. */
final class HttpClient implements Client {
	/** Seconds for which nobody pokes after a poke that failed. */
	public const PAUSE = 2;
	/** A poke that does not fit into a socket's buffer would be cut: beyond this the relay is only told to look. */
	private const MAX_POKE = 60_000;
	private readonly ICache $cache;

	public function __construct(
		private readonly RelaySettings $settings,
		private readonly Leases $leases,
		private readonly StateFolder $state,
		private readonly ITimeFactory $time,
		private readonly IEventDispatcher $dispatcher,
		private readonly LoggerInterface $logger,
		ICacheFactory $caches,
	) {
		$this->cache = $caches->createLocal('talk_relay/client');
	}

	public function poke(array $rows = []): void {
		try {
			$body = json_encode(['rows' => $rows], JSON_THROW_ON_ERROR | JSON_INVALID_UTF8_SUBSTITUTE);
			$this->toss('/relay/poke', strlen($body) > self::MAX_POKE ? '{}' : ($rows === [] ? '{}' : $body));
		} catch (\Throwable $e) {
			$this->logger->warning('The relay could not be poked', ['exception' => $e]);
		}
	}

	public function reload(): void {
		try {
			$this->cache->remove('failed');
			$this->toss('/relay/reload', '{}');
		} catch (\Throwable $e) {
			$this->logger->warning('The relay could not be told of a change', ['exception' => $e]);
		}
	}

	public function call(string $method, string $path, ?array $body = null, float $seconds = 3.0): array {
		[$control, $generation] = $this->door();
		if ($control === '') {
			throw new Unreachable(Sentence::of('No relay has started yet'));
		}
		$json = $body === null ? '' : json_encode((object)$body, JSON_THROW_ON_ERROR);
		$signature = Signature::of($method, $path, $json, $generation, $this->time->getTime());
		if (!$this->trusts($control)) {
			throw new Unreachable(Sentence::of('The folder of its socket belongs to somebody else: %s', dirname($control)));
		}
		return (new Exchange($control, $seconds))->run($method, $path, $json, $signature->headers($this->settings->secret()));
	}

	/** Writes a request and goes. */
	private function toss(string $path, string $body): void {
		if ($this->cache->get('failed') !== null) {
			return;
		}
		[$control, $generation] = $this->door();
		$headers = Signature::of('POST', $path, $body, $generation, $this->time->getTime())->headers($this->settings->secret());
		if ($control === '' || !$this->trusts($control) || !Toss::at($control, $path, $headers, $body)) {
			$this->cache->set('failed', 1, self::PAUSE);
			$this->dispatcher->dispatchTyped(new PokeFailed());
		}
	}

	/** Where the relay said that it is, somebody else may be after it has gone. An administrator knows what they set. */
	private function trusts(string $control): bool {
		return $this->settings->control() !== '' || !str_starts_with($control, '/') || $this->state->owns($control);
	}

	/** @return array{string, int} where, and the generation; an empty place when no relay has started yet */
	private function door(): array {
		$lease = $this->leases->recent();
		$control = $this->settings->control();
		return [$control !== '' ? $control : ($lease->control ?? ''), $lease->generation ?? 0];
	}
}
