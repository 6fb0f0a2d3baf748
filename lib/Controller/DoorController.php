<?php

declare(strict_types=1);

/**
 * SPDX-FileCopyrightText: 2026 Talk Relay contributors
 * SPDX-License-Identifier: AGPL-3.0-or-later
 */

namespace OCA\TalkRelay\Controller;

use OCA\TalkRelay\Door\Deliver;
use OCA\TalkRelay\Door\Inbox;
use OCA\TalkRelay\Door\LeaseDesk;
use OCA\TalkRelay\Door\Outbox;
use OCA\TalkRelay\Door\Roster;
use OCA\TalkRelay\Door\Shut;
use OCA\TalkRelay\Door\Uploads;
use OCA\TalkRelay\Relay\Lease;
use OCA\TalkRelay\Relay\Signature;
use OCA\TalkRelay\Service\DoorConfig;
use OCA\TalkRelay\Service\Reports;
use OCA\TalkRelay\Talk\FileReader;
use OCA\TalkRelay\Talk\Missed;
use OCA\TalkRelay\Talk\RoomReader;
use OCP\AppFramework\Controller;
use OCP\AppFramework\Http\Attribute\FrontpageRoute;
use OCP\AppFramework\Http\Attribute\NoCSRFRequired;
use OCP\AppFramework\Http\Attribute\OpenAPI;
use OCP\AppFramework\Http\Attribute\PublicPage;
use OCP\AppFramework\Http\JSONResponse;
use OCP\AppFramework\Http\StreamResponse;
use OCP\IRequest;

/**
 * The relay's door (docs/DOOR.md "The app's door"). Public to the web server, but `DoorMiddleware` lets in the relay only.
 * Talk may be missing, so its parts are only asked for where they are needed.
 */
#[OpenAPI(scope: OpenAPI::SCOPE_IGNORE)]
final class DoorController extends Controller {
	private const TOKEN = ['token' => '[a-zA-Z0-9]{4,64}'];
	/** As many as the relay asks for at most (sidecar/networks/local/intake.ts). */
	private const ROWS = 2000;

	public function __construct(
		string $appName,
		IRequest $request,
		private readonly Outbox $outbox,
		private readonly DoorConfig $config,
	) {
		parent::__construct($appName, $request);
	}

	#[PublicPage]
	#[NoCSRFRequired]
	#[FrontpageRoute(verb: 'POST', url: '/door/lease')]
	public function lease(
		LeaseDesk $desk, Missed $missed, string $relay, string $version, string $node, int $pid, string $host, string $control, bool $beat = false,
		bool $rested = false,
	): JSONResponse {
		$asking = new Lease(0, substr($relay, 0, 64), substr($version, 0, 64), substr($node, 0, 64), $pid,
			substr($host, 0, 255), substr($control, 0, 1024), 0, 0);
		$answer = $desk->answer($asking, $beat, $rested, (int)$this->request->getHeader(Signature::GENERATION));
		if (!$beat) {
			$missed->tell();
		}
		return new JSONResponse($answer);
	}

	#[PublicPage]
	#[NoCSRFRequired]
	#[FrontpageRoute(verb: 'GET', url: '/door/config')]
	public function config(): JSONResponse {
		return new JSONResponse($this->config->toArray());
	}

	#[PublicPage]
	#[NoCSRFRequired]
	#[FrontpageRoute(verb: 'GET', url: '/door/outbox')]
	public function outbox(int $limit = 200, string $held = ''): JSONResponse {
		return new JSONResponse($this->outbox->rows(max(1, min($limit, self::ROWS)), $held === '' ? [] : explode(',', $held)));
	}

	#[PublicPage]
	#[NoCSRFRequired]
	#[FrontpageRoute(verb: 'POST', url: '/door/outbox/ack')]
	public function acknowledge(array $ids): JSONResponse {
		$this->outbox->acknowledge(array_values(array_filter($ids, is_int(...))));
		return new JSONResponse(new \stdClass());
	}

	#[PublicPage]
	#[NoCSRFRequired]
	#[FrontpageRoute(verb: 'GET', url: '/door/messages')]
	public function messages(RoomReader $reader, string $token, string $ids): JSONResponse {
		return new JSONResponse(['messages' => $reader->messages($token, array_map(intval(...), explode(',', $ids)))]);
	}

	#[PublicPage]
	#[NoCSRFRequired]
	#[FrontpageRoute(verb: 'GET', url: '/door/rooms/{token}', requirements: self::TOKEN)]
	public function room(RoomReader $reader, string $token): JSONResponse {
		return new JSONResponse($reader->facts($token));
	}

	#[PublicPage]
	#[NoCSRFRequired]
	#[FrontpageRoute(verb: 'GET', url: '/door/rooms/{token}/files/{message}', requirements: self::TOKEN + ['message' => '\d+'])]
	public function file(FileReader $files, string $token, int $message): StreamResponse {
		$file = $files->of($token, $message);
		$stream = $file->fopen('r');
		return is_resource($stream) ? new StreamResponse($stream, headers: [
			'X-File-Name' => rawurlencode($file->getName()),
			'Content-Type' => $file->getMimeType(),
			'Content-Length' => (string)$file->getSize(),
		]) : throw Shut::missing('The file is gone');
	}

	#[PublicPage]
	#[NoCSRFRequired]
	#[FrontpageRoute(verb: 'POST', url: '/door/files')]
	public function upload(Uploads $uploads, string $token, string $key, string $name, int $size): JSONResponse {
		return new JSONResponse(['handle' => $uploads->take($token, $key, $name, $size, $this->request->getHeader(Signature::BODY))]);
	}

	#[PublicPage]
	#[NoCSRFRequired]
	#[FrontpageRoute(verb: 'POST', url: '/door/deliver')]
	public function deliver(Deliver $deliver, array $items): JSONResponse {
		return new JSONResponse(['answers' => $deliver->all(array_values($items))]);
	}

	#[PublicPage]
	#[NoCSRFRequired]
	#[FrontpageRoute(verb: 'POST', url: '/door/roster')]
	public function roster(Roster $roster, array $rooms): JSONResponse {
		array_map($roster->take(...), array_values(array_filter($rooms, is_array(...))));
		return new JSONResponse(new \stdClass());
	}

	#[PublicPage]
	#[NoCSRFRequired]
	#[FrontpageRoute(verb: 'POST', url: '/door/report')]
	public function report(Reports $reports_, array $reports): JSONResponse {
		$reports_->take(array_values(array_filter($reports, is_array(...))));
		return new JSONResponse(new \stdClass());
	}

	#[PublicPage]
	#[NoCSRFRequired]
	#[FrontpageRoute(verb: 'GET', url: '/door/find')]
	public function find(Inbox $inbox, string $token, string $key): JSONResponse {
		return new JSONResponse(['ids' => $inbox->find($key) ?? throw Shut::missing('Nothing was made with this key')]);
	}
}
