<?php

declare(strict_types=1);

/**
 * SPDX-FileCopyrightText: 2026 Talk Relay contributors
 * SPDX-License-Identifier: AGPL-3.0-or-later
 */

namespace OCA\TalkRelay\Door;

use OCA\TalkRelay\Relay\Leases;
use OCA\TalkRelay\Relay\Signature;
use OCA\TalkRelay\Service\RelaySettings;
use OCP\AppFramework\Http;
use OCP\AppFramework\Utility\ITimeFactory;
use OCP\IRequest;
use OCP\Security\Bruteforce\IThrottler;

/** Lets in the one relay, and nobody else. */
final class Gate {
	private const CLOCK = 300;
	private const ACTION = 'talkRelayDoor';
	private const ROOT = '/apps/talk_relay';
	private const UPLOAD = '/door/files?';

	public function __construct(
		private readonly IRequest $request,
		private readonly RelaySettings $settings,
		private readonly Nonces $nonces,
		private readonly Leases $leases,
		private readonly ITimeFactory $time,
		private readonly IThrottler $throttler,
	) {
	}

	/**
	 * The signature first: who has no secret learns nothing. Only a wrong signature counts against an address, and only wrong ones are
	 * refused for it (nothing is delayed: past Nextcloud's maximum the throttler throws, which is a 429): behind a proxy the relay may have the
	 * same address as an attacker.
	 *
	 * @param bool $anyGeneration for a relay that asks for its lease
	 * @throws Shut
	 */
	public function check(bool $anyGeneration): void {
		$call = $this->call();
		if (!$call->fits($this->settings->secret(), $this->request->getHeader(Signature::SIGNATURE))) {
			$this->throttler->registerAttempt(self::ACTION, $this->request->getRemoteAddress());
			$this->throttler->sleepDelayOrThrowOnMax($this->request->getRemoteAddress(), self::ACTION);
			throw new Shut(Http::STATUS_UNAUTHORIZED, 'signature', 'The signature is wrong');
		}
		$now = $this->time->getTime();
		if (abs($now - $call->time) > self::CLOCK) {
			throw new Shut(Http::STATUS_UNAUTHORIZED, 'clock', 'The clocks differ by more than five minutes', ['time' => $now]);
		}
		if (preg_match('/^[0-9a-f]{32}$/', $call->nonce) !== 1 || !$this->nonces->take($call->nonce)) {
			throw new Shut(Http::STATUS_UNAUTHORIZED, 'replayed', 'This call was made before');
		}
		if (!$anyGeneration && $this->leases->current()?->generation !== $call->generation) {
			throw new Shut(Http::STATUS_CONFLICT, 'superseded', 'Another relay has taken over');
		}
		if ($this->isUnwanted()) {
			$this->leases->end($call->generation);
			throw new Shut(Http::STATUS_CONFLICT, 'off', 'The relay is switched off',
				['rest' => !$this->settings->managed(), 'forget' => $this->settings->forgotten()]);
		}
		$this->body($call);
	}

	/** What this web head remembers of the switch may be some seconds old, and who is sent away ends: so a no is asked for twice. */
	private function isUnwanted(): bool {
		if ($this->settings->wanted()) {
			return false;
		}
		$this->settings->reread();
		return !$this->settings->wanted();
	}

	private function call(): Signature {
		$uri = $this->request->getRequestUri();
		$path = explode('?', $uri, 2)[0];
		// A webroot before it, or index.php, does not count.
		$from = strrpos($path, self::ROOT . '/door/');
		return new Signature(
			$this->request->getMethod(),
			$from === false ? $uri : substr($uri, $from + strlen(self::ROOT)),
			(int)$this->request->getHeader(Signature::TIME),
			$this->request->getHeader(Signature::NONCE),
			(int)$this->request->getHeader(Signature::GENERATION),
			$this->request->getHeader(Signature::BODY),
		);
	}

	/**
	 * Of a file only once it is stored (`SharedFiles`): it is too large to be read before. The content type is not signed, so it must
	 * not spare any other call.
	 */
	private function body(Signature $call): void {
		if (str_starts_with($call->path, self::UPLOAD)
			&& str_starts_with($this->request->getHeader('Content-Type'), 'application/octet-stream')) {
			return;
		}
		if (!hash_equals($call->body, hash('sha256', (string)file_get_contents('php://input')))) {
			throw Shut::bad('body', 'The body is another than announced');
		}
	}
}
