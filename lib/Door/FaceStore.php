<?php

declare(strict_types=1);

/**
 * SPDX-FileCopyrightText: 2026 Talk Relay contributors
 * SPDX-License-Identifier: AGPL-3.0-or-later
 */

namespace OCA\TalkRelay\Door;

use OCA\TalkRelay\Service\Hosts;
use OCP\AppFramework\Utility\ITimeFactory;
use OCP\Files\AppData\IAppDataFactory;
use OCP\Files\NotFoundException;
use OCP\Files\SimpleFS\ISimpleFile;
use OCP\Files\SimpleFS\ISimpleFolder;
use OCP\Http\Client\IClientService;
use OCP\ICache;
use OCP\ICacheFactory;
use Psr\Log\LoggerInterface;

/** Pictures of remote people, fetched once a day from where they live. */
final class FaceStore {
	private const MAX_BYTES = 512 * 1024;
	private const KEEP = 86_400;
	/** Seconds for which a picture that could not be fetched is not asked for again, so that nobody waits for a server that is away. */
	private const PAUSE = 900;
	private const SECONDS = 4;
	/** Never SVG, which may hold scripts. */
	private const TYPES = ['image/png' => 'png', 'image/jpeg' => 'jpg', 'image/gif' => 'gif', 'image/webp' => 'webp'];
	private readonly ICache $failed;

	public function __construct(
		private readonly IAppDataFactory $data,
		private readonly IClientService $clients,
		private readonly Hosts $hosts,
		private readonly ITimeFactory $time,
		private readonly LoggerInterface $logger,
		ICacheFactory $caches,
	) {
		$this->failed = $caches->createDistributed('talk_relay/faces');
	}

	/** Null: there is none. */
	public function get(string $url): ?ISimpleFile {
		$name = hash('sha256', $url);
		$kept = $this->kept($name);
		if ($kept !== null && $kept->getMTime() > $this->time->getTime() - self::KEEP) {
			return $kept;
		}
		if ($this->failed->get($name) !== null) {
			return $kept;
		}
		// Whoever comes while it is fetched goes without, and does not fetch it as well.
		$this->failed->set($name, 1, self::PAUSE);
		$fetched = $this->fetch($url);
		if ($fetched === null) {
			return $kept;
		}
		$this->failed->remove($name);
		$kept?->delete();
		return $this->folder()->newFile($name . '.' . $fetched[0], $fetched[1]);
	}

	/** @return array{string, string}|null ending and content */
	private function fetch(string $url): ?array {
		$host = preg_match('#^https?://#i', $url) === 1 ? parse_url($url, PHP_URL_HOST) : null;
		if (!is_string($host) || !$this->hosts->allows($host)) {
			return null;
		}
		try {
			// Refuses addresses of the inner network by itself, unless the administrator allows them. A redirect would lead past the lists.
			$body = $this->clients->newClient()->get($url, ['timeout' => self::SECONDS, 'stream' => true, 'allow_redirects' => false,
				'progress' => $this->limit(...)])->getBody();
			$content = is_resource($body) ? (string)stream_get_contents($body, self::MAX_BYTES + 1) : (string)$body;
		} catch (\Exception $e) {
			$this->logger->info('A remote picture could not be fetched', ['exception' => $e]);
			return null;
		}
		$info = strlen($content) > self::MAX_BYTES ? false : getimagesizefromstring($content);
		$ending = is_array($info) ? self::TYPES[$info['mime']] ?? null : null;
		return $ending === null ? null : [$ending, $content];
	}

	/** @throws \LengthException what is too large is not fetched to its end */
	private function limit(int|float $announced, int|float $got): void {
		if (max($announced, $got) > self::MAX_BYTES) {
			throw new \LengthException('The picture is too large');
		}
	}

	private function kept(string $name): ?ISimpleFile {
		foreach (self::TYPES as $ending) {
			try {
				return $this->folder()->getFile("$name.$ending");
			} catch (NotFoundException) {
				continue;
			}
		}
		return null;
	}

	private function folder(): ISimpleFolder {
		$data = $this->data->get('talk_relay');
		try {
			return $data->getFolder('faces');
		} catch (NotFoundException) {
			return $data->newFolder('faces');
		}
	}
}
