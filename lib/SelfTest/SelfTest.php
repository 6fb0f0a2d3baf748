<?php

declare(strict_types=1);

/**
 * SPDX-FileCopyrightText: 2026 Talk Relay contributors
 * SPDX-License-Identifier: AGPL-3.0-or-later
 */

namespace OCA\TalkRelay\SelfTest;

use OCA\TalkRelay\Relay\Sentence;
use OCP\IL10N;
use Psr\Container\ContainerInterface;

/** All checks, in the order in which a fault of one explains those after it. */
final class SelfTest {
	private const CHECKS = [
		TalkThere::class, NodeFound::class, StateWritable::class, JobsRun::class, MemoryCache::class, SharingAllowed::class,
		RelayAnswers::class, RelayReachesUs::class, RoundTrip::class,
	];

	public function __construct(
		private readonly ContainerInterface $container,
		private readonly IL10N $l10n,
	) {
	}

	/** @return list<array{id: string, name: string, ok: bool, level: string, says: string, todo: ?string}> */
	public function run(): array {
		return array_map(function (string $class): array {
			/** @var Check $check */
			$check = $this->container->get($class);
			try {
				$outcome = $check->run();
			} catch (\Throwable $error) {
				$outcome = Outcome::error($error->getMessage(),
					Sentence::of('This should not happen: please report it with the line of Nextcloud\'s log.'));
			}
			return ['id' => $check->id(), 'name' => Sentence::in($this->l10n, $check->name()), 'ok' => $outcome->level !== 'error',
				'level' => $outcome->level, 'says' => Sentence::in($this->l10n, $outcome->says),
				'todo' => $outcome->todo === null ? null : Sentence::in($this->l10n, $outcome->todo)];
		}, self::CHECKS);
	}
}
