<?php

declare(strict_types=1);

/**
 * SPDX-FileCopyrightText: 2026 Talk Relay contributors
 * SPDX-License-Identifier: AGPL-3.0-or-later
 */

namespace OCA\TalkRelay\Controller;

use OCA\TalkRelay\Relay\CannotStart;
use OCA\TalkRelay\Relay\Refused;
use OCA\TalkRelay\Relay\Sentence;
use OCA\TalkRelay\Relay\Unreachable;
use OCA\TalkRelay\Service\Denied;
use OCA\TalkRelay\Service\InUse;
use OCA\TalkRelay\Service\Invalid;
use OCA\TalkRelay\Service\Missing;
use OCA\TalkRelay\Service\Text;
use OCP\AppFramework\Http;
use OCP\AppFramework\Http\DataResponse;
use OCP\AppFramework\OCSController;
use OCP\IL10N;
use OCP\IRequest;

/** What the app's API answers where something is not as it should be (docs/API.md). */
abstract class ApiController extends OCSController {
	public function __construct(
		string $appName,
		IRequest $request,
		private readonly IL10N $l10n,
	) {
		parent::__construct($appName, $request);
	}

	/**
	 * The type is that of the good answer: it is what openapi.json is made of, which adds those of the others by itself.
	 *
	 * @param \Closure(): array<array-key, mixed> $work
	 * @return DataResponse<Http::STATUS_OK, mixed, array{}>
	 * @psalm-suppress InvalidReturnStatement, InvalidReturnType
	 */
	protected function answer(\Closure $work): DataResponse {
		try {
			return new DataResponse($work());
		} catch (Denied $denied) {
			return new DataResponse(['reason' => $denied->reason], Http::STATUS_FORBIDDEN);
		} catch (Missing) {
			return new DataResponse([], Http::STATUS_NOT_FOUND);
		} catch (Invalid $invalid) {
			return new DataResponse(['errors' => $invalid->shown($this->l10n)], Http::STATUS_BAD_REQUEST);
		} catch (CannotStart $failed) {
			return new DataResponse(['errors' => [['field' => '', 'message' => Text::said($failed->getMessage(), $failed->todo)->in($this->l10n)]]],
				Http::STATUS_BAD_REQUEST);
		} catch (InUse $used) {
			return new DataResponse(['conversations' => $used->conversations], Http::STATUS_CONFLICT);
		} catch (Refused $refused) {
			// What the relay can't read is the person's to mend, what it does not have is gone, all else is the relay's.
			return match ($refused->status) {
				Http::STATUS_BAD_REQUEST => new DataResponse(['errors' => [['field' => '', 'message' => Sentence::in($this->l10n, $refused->getMessage())]]],
					Http::STATUS_BAD_REQUEST),
				Http::STATUS_NOT_FOUND => new DataResponse([], Http::STATUS_NOT_FOUND),
				default => new DataResponse(['reason' => 'relay'], Http::STATUS_SERVICE_UNAVAILABLE),
			};
		} catch (Unreachable) {
			return new DataResponse(['reason' => 'relay'], Http::STATUS_SERVICE_UNAVAILABLE);
		}
	}
}
