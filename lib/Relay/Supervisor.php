<?php

declare(strict_types=1);

/**
 * SPDX-FileCopyrightText: 2026 Talk Relay contributors
 * SPDX-License-Identifier: AGPL-3.0-or-later
 */

namespace OCA\TalkRelay\Relay;

use OCA\TalkRelay\Service\RelaySettings;
use Psr\Log\LoggerInterface;

/**
 * Starts the relay's process, ends it, and brings it back. At most one runs, whatever happens: a lock on the state folder lets one
 * request at a time decide, the process is known by number and start, and a relay with a fresh lease on another machine is left alone.
 * Should two of them start all the same, the door's generations end the older.
 */
final class Supervisor {
	/** Seconds in which any relay has heard at the door that it is not wanted: more than a beat, and than another web head remembers. */
	public const ANYWHERE = Leases::HEARTBEAT + 10.0;

	public function __construct(
		private readonly RelaySettings $settings,
		private readonly StateFolder $state,
		private readonly Processes $processes,
		private readonly NodeFinder $nodes,
		private readonly Program $program,
		private readonly CommandLine $command,
		private readonly LeaseView $lease,
		private readonly Leases $leases,
		private readonly HttpClient $relay,
		private readonly LoggerInterface $logger,
	) {
	}

	/** The process of this machine that is alive. */
	public function running(): ?PidRecord {
		$record = PidRecord::read($this->pidFile());
		return $record !== null && $this->processes->alive($record) ? $record : null;
	}

	/** One that was started here while its starter was ended before it could write that down: known by its lease and its command line. */
	private function adopted(): ?PidRecord {
		$lease = $this->lease->fresh();
		if ($lease === null || $lease->host !== $this->processes->host()
			|| !$this->processes->mentions($lease->pid, $this->state->path())) {
			return null;
		}
		$start = $this->processes->startOf($lease->pid);
		return $start === null ? null : new PidRecord($lease->pid, $start, $this->processes->boot(), $lease->host, '');
	}

	/**
	 * The app has it in hand: not disabled, switched on, not run by somebody else, and not stopped by a person. Read anew, for a process of
	 * jobs may have begun before any of that.
	 *
	 * @param bool $enabling the app is being enabled, which is not written down before all of it is done
	 */
	public function inCharge(bool $enabling = false): bool {
		$this->settings->reread();
		return ($enabling || $this->settings->enabled()) && $this->settings->wanted() && $this->settings->managed();
	}

	/**
	 * Starts it if it does not run. True if this call started it.
	 *
	 * @throws CannotStart
	 */
	public function start(): bool {
		if (!$this->settings->managed()) {
			throw new CannotStart(Sentence::of('The relay is run by somebody else: “Elsewhere” is chosen.'),
				Sentence::of('Start it where it runs, or choose “On this server” under “Where the relay runs”.'));
		}
		return $this->alone(function (): bool {
			if ($this->running() !== null || $this->lease->heldElsewhere($this->processes->host())) {
				return false;
			}
			$orphan = $this->adopted();
			if ($orphan !== null) {
				$orphan->write($this->pidFile());
				return false;
			}
			$this->launch();
			return true;
		});
	}

	/**
	 * Ends it if it runs here. Where none is wanted any more, one that runs elsewhere – by hand, on another web head – is told so by the
	 * door as soon as it asks, and waited for.
	 *
	 * @param float $patience seconds for one that runs elsewhere
	 * @return bool true once none runs
	 */
	public function stop(float $patience = 3): bool {
		$record = $this->running();
		if ($record !== null) {
			if (!$this->processes->end($record)) {
				return false;
			}
			$lease = $this->lease->fresh();
			if ($lease !== null && $lease->pid === $record->pid && $lease->host === $record->host) {
				$this->leases->end($lease->generation);
			}
		}
		@unlink($this->pidFile());
		return $this->settings->wanted() || $this->elsewhereEnds($patience);
	}

	/** The one that runs and is no process of ours: by hand, or on another machine. */
	public function elsewhere(): ?Lease {
		$lease = $this->lease->fresh();
		if ($lease === null || $lease->host !== $this->processes->host()) {
			return $lease;
		}
		$ours = $this->running()?->pid === $lease->pid;
		return $ours || $this->processes->startOf($lease->pid) === null ? null : $lease;
	}

	/** What to say where it did not end. */
	public function stays(): CannotStart {
		$record = $this->running();
		$lease = $this->elsewhere();
		return match (true) {
			$record !== null => new CannotStart(Sentence::of('The relay does not end.'),
				Sentence::of('End it on the server: kill -9 %s', $record->pid)),
			$lease !== null => new CannotStart(Sentence::of('The relay on %s (process %s) does not end.', $lease->host, $lease->pid),
				Sentence::of('End it there and repeat this.')),
			default => new CannotStart(Sentence::of('The relay has ended only now.'), Sentence::of('Repeat this.')),
		};
	}

	private function elsewhereEnds(float $patience): bool {
		if ($this->elsewhere() === null) {
			return true;
		}
		// It asks the door for what changed, and hears it; where it can't be reached, at its next beat.
		$this->relay->reload();
		$end = microtime(true) + $patience;
		do {
			usleep(100_000);
			$ended = $this->elsewhere() === null;
		} while (!$ended && microtime(true) < $end);
		return $ended;
	}

	/** @throws CannotStart */
	public function restart(): bool {
		$this->stop();
		return $this->start();
	}

	/**
	 * For jobs and listeners: what should run, runs, and from the program that is installed now. Never throws.
	 *
	 * @param bool $enabling as `inCharge` takes it
	 * @return string what was done, or why it could not be; empty: nothing was to be done
	 */
	public function keep(bool $enabling = false): string {
		if (!$this->inCharge($enabling)) {
			return '';
		}
		try {
			$record = $this->running();
			if ($record !== null && $record->program !== $this->startedWith()) {
				return $this->restart() ? 'restarted: the app was updated, or is reached at another address' : '';
			}
			return $this->start() ? 'started' : '';
		} catch (\Throwable $error) {
			$this->logger->error('The relay can\'t be started: ' . $error->getMessage(), ['exception' => $error]);
			return $error->getMessage();
		}
	}

	/**
	 * Waits until it answers, for a person who pressed "start".
	 *
	 * @throws CannotStart when it ends before, or does not come up
	 */
	public function awaitAnswer(Client $client, float $seconds = 15): void {
		$end = microtime(true) + $seconds;
		while (($this->running() !== null || $this->elsewhere() !== null) && microtime(true) < $end) {
			try {
				$client->call('GET', '/relay/health', null, 1);
				return;
			} catch (Unreachable|Refused) {
				usleep(100_000);
			}
		}
		$elsewhere = $this->elsewhere();
		throw match (true) {
			$this->running() !== null => new CannotStart(Sentence::of('The relay was started but does not answer.'),
				Sentence::of('Look at its log, and whether the web server may use %s.', $this->command->control())),
			$elsewhere !== null => new CannotStart(Sentence::of('A relay on %s was heard a moment ago, but does not answer.', $elsewhere->host),
				Sentence::of('If it does not run any more, start it again in two minutes; else end it there.')),
			default => new CannotStart(Sentence::of('The relay ended as soon as it was started: %s', $this->lastWords()),
				Sentence::of('What it printed last says why; the self-test looks at the usual causes.')),
		};
	}

	/** What the last start printed: why it ended, if it did so at once. */
	public function lastWords(): string {
		// A fault in the program shows the line of it that is at fault, and a bundled program has long ones.
		return implode("\n", array_map(static fn (string $line): string => mb_strcut($line, 0, 300), Files::tail($this->state->file('start.log'), 20)));
	}

	private function launch(): void {
		$node = $this->nodes->find() ?? throw new CannotStart(
			$this->nodes->refused() === []
				? Sentence::of('There is no Node.js %s or newer on this machine.', NodeFinder::OLDEST)
				: Sentence::of('There is no Node.js %s or newer on this machine: %s.',
					NodeFinder::OLDEST, implode(', ', $this->nodes->refused())),
			Sentence::of('Fetch the runtime package (a click in the administration settings, or occ talk_relay:runtime --fetch), or install Node.js and name its path.'),
		);
		$pid = Launch::detached($node->path, $this->command->build($node, $this->program->ready()), $this->state->path(),
			$this->state->file('start.log'), $this->command->environment());
		$start = $this->processes->startOf($pid);
		if ($start === null) {
			throw new CannotStart(Sentence::of('The relay ended as soon as it was started: %s', $this->lastWords()),
				Sentence::of('What it printed last says why; occ talk_relay:self-test looks at the usual causes.'));
		}
		(new PidRecord($pid, $start, $this->processes->boot(), $this->processes->host(), $this->startedWith()))->write($this->pidFile());
		$this->logger->info("The relay was started: process $pid, Node.js {$node->version}");
	}

	/** What a relay of ours is started anew for when it changes. */
	private function startedWith(): string {
		return $this->program->name() . ' ' . $this->command->addressed();
	}

	/**
	 * One request at a time on this machine; who comes while another one is at it has nothing to do.
	 *
	 * @param \Closure(): bool $work
	 */
	private function alone(\Closure $work): bool {
		$this->state->make();
		$lock = fopen($this->state->file('supervisor.lock'), 'c');
		if ($lock === false || !flock($lock, LOCK_EX | LOCK_NB)) {
			return false;
		}
		try {
			return $work();
		} finally {
			flock($lock, LOCK_UN);
			fclose($lock);
		}
	}

	private function pidFile(): string {
		return $this->state->file('relay.pid');
	}
}
