<?php

declare(strict_types=1);

/**
 * SPDX-FileCopyrightText: 2026 Talk Relay contributors
 * SPDX-License-Identifier: AGPL-3.0-or-later
 */

namespace OCA\TalkRelay\Middleware;

use OCA\TalkRelay\Controller\DoorController;
use OCA\TalkRelay\Door\Gate;
use OCA\TalkRelay\Door\Shut;
use OCP\AppFramework\Controller;
use OCP\AppFramework\Http;
use OCP\AppFramework\Http\JSONResponse;
use OCP\AppFramework\Http\Response;
use OCP\AppFramework\Middleware;
use OCP\Security\Bruteforce\MaxDelayReached;
use Psr\Log\LoggerInterface;

/** Stands before the relay's door, and turns what goes wrong behind it into what the relay can read. */
final class DoorMiddleware extends Middleware {
	public function __construct(
		private readonly Gate $gate,
		private readonly LoggerInterface $logger,
	) {
	}

	public function beforeController(Controller $controller, string $methodName): void {
		if ($controller instanceof DoorController) {
			$this->gate->check($methodName === 'lease');
		}
	}

	public function afterException(Controller $controller, string $methodName, \Exception $exception): Response {
		if (!$controller instanceof DoorController) {
			throw $exception;
		}
		if ($exception instanceof Shut) {
			return new JSONResponse($exception->body(), $exception->status);
		}
		if ($exception instanceof MaxDelayReached) {
			return new JSONResponse(['error' => 'signature', 'message' => 'Too many wrong signatures'], Http::STATUS_TOO_MANY_REQUESTS);
		}
		$this->logger->error('The relay’s door failed', ['exception' => $exception]);
		return new JSONResponse(['error' => 'failed', 'message' => $exception->getMessage()], Http::STATUS_INTERNAL_SERVER_ERROR);
	}
}
