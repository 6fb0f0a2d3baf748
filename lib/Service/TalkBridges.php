<?php

declare(strict_types=1);

/**
 * SPDX-FileCopyrightText: 2026 Talk Relay contributors
 * SPDX-License-Identifier: AGPL-3.0-or-later
 */

namespace OCA\TalkRelay\Service;

use OCP\IDBConnection;

/** The bridges that Talk's own integration holds (`talk_bridges`), one a conversation, with the passwords as they stand there. */
final class TalkBridges {
	public function __construct(
		private readonly IDBConnection $database,
	) {
	}

	public function into(ImportPlan $plan): void {
		foreach ($this->rows() as $row) {
			$name = $row['name'] === '' ? $row['token'] : $row['name'];
			$accounts = [];
			$members = [];
			foreach ((array)json_decode($row['json_values'], true) as $part) {
				$type = is_array($part) && is_string($part['type'] ?? null) ? $part['type'] : 'something unknown';
				if ($type !== 'nctalk') {
					$plan->find('warning', null, "The bridge of $name leads to $type, which can't be taken over from there",
						'Add it in the conversation\'s settings.');
					continue;
				}
				$text = static fn (string $key): string => is_string($part[$key] ?? null) ? $part[$key] : '';
				$label = $text('login') . ' on ' . Hosts::nameOf($text('server'));
				$accounts[] = ['label' => $label, 'network' => 'nctalk',
					'settings' => ['server' => rtrim($text('server'), '/'), 'login' => $text('login'), 'password' => $text('password')]];
				$members[] = ['account' => $label, 'address' => $text('channel'), 'direction' => 'inout'];
			}
			$plan->conversation($row['token'], $name, $accounts, $members);
			if ($row['enabled']) {
				$plan->find('warning', null, "Talk's own bridge of $name is switched on",
					'Switch it off in the conversation\'s settings (Matterbridge), or every message comes twice.');
			}
		}
	}

	/** @return list<array{token: string, name: string, json_values: string, enabled: bool}> */
	private function rows(): array {
		if (!$this->database->tableExists('talk_bridges')) {
			return [];
		}
		$query = $this->database->getQueryBuilder();
		$query->select('r.token', 'r.name', 'b.json_values', 'b.enabled')->from('talk_bridges', 'b')->innerJoin('b', 'talk_rooms', 'r',
			$query->expr()->eq('r.id', 'b.room_id'))->orderBy('b.id');
		$result = $query->executeQuery();
		$rows = $result->fetchAll();
		$result->closeCursor();
		return array_map(static fn (array $row): array
			=> ['token' => (string)$row['token'], 'name' => (string)$row['name'], 'json_values' => (string)$row['json_values'],
				'enabled' => (bool)$row['enabled']], $rows);
	}
}
