<?php

declare(strict_types=1);

/**
 * SPDX-FileCopyrightText: 2026 Talk Relay contributors
 * SPDX-License-Identifier: AGPL-3.0-or-later
 */

namespace OCA\TalkRelay\Service;

use OCA\TalkRelay\Relay\Unreachable;
use OCP\IGroupManager;

/** Checks what the administrator set. All that is wrong is told at once, by the names of docs/API.md. */
final class SettingsForm {
	/** Names in app configuration by the names of the API. */
	private const NAMES = [
		'groups' => 'groups', 'allowedHosts' => 'allowed_hosts', 'refusedHosts' => 'refused_hosts', 'networks' => 'networks',
		'maxBytes' => 'max_bytes',
		'spoolBytes' => 'spool_bytes', 'mode' => 'mode', 'control' => 'control', 'nodePath' => 'node_path', 'relayBase' => 'relay_base',
	];
	/** Bytes: less makes no sense but for 0, no files; more is no size of a file. */
	private const LEAST = 1024;
	private const MOST = 1 << 45;

	public function __construct(
		private readonly IGroupManager $groups,
		private readonly Networks $networks,
		private readonly RelaySettings $settings,
	) {
	}

	/**
	 * @param array<string, mixed> $given by the names of the API; null: not to be changed
	 * @return array<string, string|int|list<string>> by the names of the app's configuration
	 * @throws Invalid
	 */
	public function check(array $given): array {
		$values = [];
		$errors = [];
		foreach (array_filter($given, static fn (mixed $value): bool => $value !== null) as $name => $value) {
			try {
				$values[self::NAMES[$name]] = $this->value($name, $value);
			} catch (Invalid $wrong) {
				$errors = [...$errors, ...$wrong->errors];
			}
		}
		if ($errors === []) {
			$this->checkSizes($values);
		}
		return $errors === [] ? $values : throw new Invalid($errors);
	}

	/**
	 * What finds no space would never arrive.
	 *
	 * @param array<string, string|int|list<string>> $values
	 */
	private function checkSizes(array $values): void {
		$changed = array_intersect(['maxBytes' => 'max_bytes', 'spoolBytes' => 'spool_bytes'], array_keys($values));
		$largest = $values['max_bytes'] ?? $this->settings->maxBytes();
		if ($changed !== [] && $largest > ($values['spool_bytes'] ?? $this->settings->spoolBytes())) {
			throw Invalid::one(array_key_first($changed), Text::of('The largest file can’t be larger than the space for files on their way.'));
		}
	}

	/** @return string|int|list<string> */
	private function value(string $name, mixed $value): string|int|array {
		return match ($name) {
			'groups' => $this->list($name, $value, fn (string $group): bool => $this->groups->groupExists($group),
				static fn (string $one): Text => Text::of('There is no group %s.', $one)),
			'networks' => $this->list($name, $value, $this->isNetwork(...),
				static fn (string $one): Text => Text::of('There is no network %s.', $one)),
			'allowedHosts', 'refusedHosts' => $this->list($name, $value,
				static fn (string $host): bool => preg_match('/^(\*\.)?[\p{L}\p{N}_-]+(\.[\p{L}\p{N}_-]+)*$/u', $host) === 1,
				static fn (string $one): Text
					=> Text::of('%s is not the name of a server. Write cloud.example.org or *.example.org', $one)),
			'maxBytes' => $value === 0 ? 0 : $this->size($name, $value),
			'spoolBytes' => $this->size($name, $value),
			'mode' => in_array($value, [RelaySettings::MANAGED, RelaySettings::EXTERNAL], true) ? $value
				: throw Invalid::one($name, Text::of('A mode is one of: managed, external.')),
			'control' => $this->fits($name, $value, '#^(/[^\x00-\x20]{1,107}|[\p{L}\p{N}._-]+:\d{1,5}|\[[0-9a-fA-F:.]+\]:\d{1,5})$#u',
				Text::of('Write a socket’s path, or host:port.')),
			'relayBase' => rtrim($this->fits($name, $value, '#^https?://[^\s/?\#@]+(/[^\s?\#]*)?$#u',
				Text::of('Write an address like https://cloud.example.org')), '/'),
			'nodePath' => $this->node($name, $value),
		};
	}

	private function size(string $name, mixed $value): int {
		return is_int($value) && $value >= self::LEAST && $value <= self::MOST ? $value
			: throw Invalid::one($name, Text::of('This is not a size.'));
	}

	/**
	 * @param \Closure(string): bool $fits
	 * @param \Closure(string): Text $complaint
	 * @return list<string>
	 */
	private function list(string $name, mixed $value, \Closure $fits, \Closure $complaint): array {
		if (!is_array($value) || count($value) > 1000) {
			throw Invalid::one($name, Text::of('This is a list.'));
		}
		foreach ($value as $one) {
			if (!is_string($one) || strlen($one) > 255 || !$fits($one)) {
				throw Invalid::one($name, $complaint(is_string($one) ? mb_substr($one, 0, 64) : ''));
			}
		}
		return array_values(array_unique($value));
	}

	/**
	 * Empty means: as it is by itself.
	 *
	 * @param non-empty-string $pattern
	 */
	private function fits(string $name, mixed $value, string $pattern, Text $complaint): string {
		return $value === '' || (is_string($value) && strlen($value) <= 255 && preg_match($pattern, $value) === 1) ? $value
			: throw Invalid::one($name, $complaint);
	}

	/** Only what is called so: this is run, and whoever administers Nextcloud need not be allowed to run anything on the machine. */
	private function node(string $name, mixed $value): string {
		$path = $this->fits($name, $value, '#^/([^\x00-\x20]*/)?(node|nodejs)(-?\d+)?$#',
			Text::of('Write the path of Node.js, like /usr/bin/node'));
		return $path === '' || is_executable($path) ? $path
			: throw Invalid::one($name, Text::of('There is no program %s that the web server may run.', $path));
	}

	private function isNetwork(string $id): bool {
		try {
			return $this->networks->find($id, true) !== null;
		} catch (Unreachable) {
			return preg_match('/^[a-z]{2,32}$/', $id) === 1;
		}
	}
}
