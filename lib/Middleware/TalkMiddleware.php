<?php

declare(strict_types=1);

/**
 * SPDX-FileCopyrightText: 2026 Talk Relay contributors
 * SPDX-License-Identifier: AGPL-3.0-or-later
 */

namespace OCA\TalkRelay\Middleware;

use OCA\TalkRelay\Talk\Pages;
use OCP\AppFramework\Controller;
use OCP\AppFramework\Http\Response;
use OCP\AppFramework\Middleware;
use OCP\Server;
use Psr\Log\LoggerInterface;

/**
 * Remote people in Talk's own answers: the list of participants, suggestions for mentions, faces; and "remove" for them.
 * Global, so it is made for each request of each app, out of that app's container: it has no parts until one of Talk's controllers runs.
 */
final class TalkMiddleware extends Middleware {
	/** Runs after Talk's own middleware has checked who asks (`Pages` makes sure of it). */
	public function beforeController(Controller $controller, string $methodName): void {
		$response = $this->survive(fn (): ?Response => $this->pages($controller)?->instead($controller, $methodName));
		if ($response !== null) {
			throw new Answered($response);
		}
	}

	public function afterException(Controller $controller, string $methodName, \Exception $exception): Response {
		return $exception instanceof Answered ? $exception->response : throw $exception;
	}

	public function beforeOutput(Controller $controller, string $methodName, string $output): string {
		return $this->survive(fn (): ?string => $this->pages($controller)?->output($controller, $methodName, $output)) ?? $output;
	}

	private function pages(Controller $controller): ?Pages {
		return str_starts_with($controller::class, 'OCA\\Talk\\Controller\\') ? Server::get(Pages::class) : null;
	}

	/**
	 * A fault of ours never breaks Talk.
	 *
	 * @template T
	 * @param callable(): ?T $work
	 * @return ?T
	 */
	private function survive(callable $work): mixed {
		try {
			return $work();
		} catch (\Throwable $e) {
			Server::get(LoggerInterface::class)->error('Remote people could not be shown', ['exception' => $e]);
			return null;
		}
	}
}
