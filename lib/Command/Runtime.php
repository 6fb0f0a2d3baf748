<?php

declare(strict_types=1);

/**
 * SPDX-FileCopyrightText: 2026 Talk Relay contributors
 * SPDX-License-Identifier: AGPL-3.0-or-later
 */

namespace OCA\TalkRelay\Command;

use OCA\TalkRelay\Relay\CannotStart;
use OCA\TalkRelay\Relay\NodeFinder;
use OCA\TalkRelay\Relay\Runtime as RuntimePackage;
use Symfony\Component\Console\Input\InputInterface;
use Symfony\Component\Console\Input\InputOption;
use Symfony\Component\Console\Output\OutputInterface;

/** `occ talk_relay:runtime`: which Node.js is used; with `--fetch` or `--from-file` our own package of it is put in. */
final class Runtime extends Command {
	public function __construct(
		private readonly NodeFinder $nodes,
		private readonly RuntimePackage $runtime,
	) {
		parent::__construct();
	}

	#[\Override]
	protected function configure(): void {
		parent::configure();
		$this->setName('talk_relay:runtime')
			->setDescription('Show which Node.js the relay runs with, or put in the runtime package')
			->addOption('from-file', null, InputOption::VALUE_REQUIRED, 'Put in this package')
			->addOption('fetch', null, InputOption::VALUE_NONE, 'Fetch the package from the address that this version of the app names');
	}

	#[\Override]
	protected function execute(InputInterface $input, OutputInterface $output): int {
		try {
			$file = $input->getOption('from-file');
			match (true) {
				is_string($file) => $this->runtime->take(realpath($file) ?: $file),
				$input->getOption('fetch') === true => $this->runtime->fetch(),
				default => null,
			};
		} catch (CannotStart $error) {
			return $this->fail($output, $error->getMessage(), $error->todo);
		}
		$node = $this->nodes->find();
		$this->show($input, $output, [
			'found' => $node?->path,
			'source' => $node?->source ?? 'none',
			'version' => $node?->version,
			'wanted' => NodeFinder::OLDEST,
			'refused' => $node === null ? $this->nodes->refused() : [],
		], $node !== null
			? ["Node.js {$node->version}: {$node->path} ("
				. ['setting' => 'set by the administrator', 'path' => 'of this machine', 'package' => 'runtime package'][$node->source]
					. ')']
			: ['There is no Node.js ' . NodeFinder::OLDEST . ' or newer.', ...$this->nodes->refused()]);
		return $node === null ? self::FAILURE : self::SUCCESS;
	}
}
