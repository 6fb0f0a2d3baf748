<?php

declare(strict_types=1);

/**
 * SPDX-FileCopyrightText: 2026 Talk Relay contributors
 * SPDX-License-Identifier: AGPL-3.0-or-later
 */

namespace OCA\TalkRelay\Migration;

use Closure;
use OCP\DB\ISchemaWrapper;
use OCP\DB\Types;
use OCP\IDBConnection;
use OCP\Migration\IOutput;
use OCP\Migration\SimpleMigrationStep;

/** Who is in which of the rooms that a conversation is joined with: somebody may be in several of them. Was a column of the person before. */
final class Version000103Date20261126000003 extends SimpleMigrationStep {
	public function __construct(
		private readonly IDBConnection $database,
	) {
	}

	#[\Override]
	public function changeSchema(IOutput $output, Closure $schemaClosure, array $options): ?ISchemaWrapper {
		/** @var ISchemaWrapper $schema */
		$schema = $schemaClosure();
		if (!$schema->hasTable('talk_relay_present')) {
			$table = $schema->createTable('talk_relay_present');
			$table->addColumn('token', Types::STRING, ['notnull' => true, 'length' => 64]);
			$table->addColumn('person', Types::STRING, ['notnull' => true, 'length' => 64]);
			$table->addColumn('member', Types::BIGINT, ['notnull' => true]);
			$table->setPrimaryKey(['token', 'person', 'member'], 'talk_relay_pres_pk');
		}
		return $schema;
	}

	/** A relay that goes on tells nothing anew of a room in which nobody came or went: what was known has to be kept. */
	#[\Override]
	public function postSchemaChange(IOutput $output, Closure $schemaClosure, array $options): void {
		/** @var ISchemaWrapper $schema */
		$schema = $schemaClosure();
		if (!$schema->getTable('talk_relay_people')->hasColumn('present')) {
			return;
		}
		$query = $this->database->getQueryBuilder();
		$query->select('token', 'person', 'member')->from('talk_relay_people')
			->where($query->expr()->eq('present', $query->createNamedParameter(1)))
			->andWhere($query->expr()->gt('member', $query->createNamedParameter(0)));
		$result = $query->executeQuery();
		while (is_array($row = $result->fetch())) {
			$this->database->insertIgnoreConflict('talk_relay_present', $row);
		}
		$result->closeCursor();
	}
}
