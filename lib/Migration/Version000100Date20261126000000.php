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
use OCP\Migration\IOutput;
use OCP\Migration\SimpleMigrationStep;

/** The tables of the door: what goes to the relay, what came from it, who is there, whose files are kept, and which relay it is. */
final class Version000100Date20261126000000 extends SimpleMigrationStep {
	public function changeSchema(IOutput $output, Closure $schemaClosure, array $options): ?ISchemaWrapper {
		/** @var ISchemaWrapper $schema */
		$schema = $schemaClosure();
		$this->outbox($schema);
		$this->inbox($schema);
		$this->nonces($schema);
		$this->people($schema);
		$this->files($schema);
		$this->lease($schema);
		return $schema;
	}

	private function outbox(ISchemaWrapper $schema): void {
		if ($schema->hasTable('talk_relay_outbox')) {
			return;
		}
		$table = $schema->createTable('talk_relay_outbox');
		$table->addColumn('id', Types::BIGINT, ['autoincrement' => true, 'notnull' => true, 'unsigned' => true]);
		$table->addColumn('token', Types::STRING, ['notnull' => true, 'length' => 64]);
		$table->addColumn('kind', Types::STRING, ['notnull' => true, 'length' => 16]);
		$table->addColumn('body', Types::TEXT, ['notnull' => true]);
		$table->addColumn('created_at', Types::BIGINT, ['notnull' => true]);
		$table->setPrimaryKey(['id']);
	}

	private function inbox(ISchemaWrapper $schema): void {
		if ($schema->hasTable('talk_relay_inbox')) {
			return;
		}
		$table = $schema->createTable('talk_relay_inbox');
		$table->addColumn('id', Types::BIGINT, ['autoincrement' => true, 'notnull' => true, 'unsigned' => true]);
		$table->addColumn('item_key', Types::STRING, ['notnull' => true, 'length' => 128]);
		$table->addColumn('token', Types::STRING, ['notnull' => true, 'length' => 64]);
		$table->addColumn('answer', Types::TEXT, ['notnull' => false]);
		$table->addColumn('created_at', Types::BIGINT, ['notnull' => true]);
		$table->setPrimaryKey(['id']);
		$table->addUniqueIndex(['item_key'], 'talk_relay_inbox_key');
		$table->addIndex(['created_at'], 'talk_relay_inbox_age');
	}

	private function nonces(ISchemaWrapper $schema): void {
		if ($schema->hasTable('talk_relay_nonces')) {
			return;
		}
		$table = $schema->createTable('talk_relay_nonces');
		$table->addColumn('nonce', Types::STRING, ['notnull' => true, 'length' => 32]);
		$table->addColumn('seen_at', Types::BIGINT, ['notnull' => true]);
		$table->setPrimaryKey(['nonce']);
		$table->addIndex(['seen_at'], 'talk_relay_nonces_age');
	}

	/** One row a conversation and person; it stays when the person leaves, for what they said is still shown with their name. */
	private function people(ISchemaWrapper $schema): void {
		if ($schema->hasTable('talk_relay_people')) {
			return;
		}
		$table = $schema->createTable('talk_relay_people');
		$table->addColumn('id', Types::BIGINT, ['autoincrement' => true, 'notnull' => true, 'unsigned' => true]);
		$table->addColumn('token', Types::STRING, ['notnull' => true, 'length' => 64]);
		$table->addColumn('person', Types::STRING, ['notnull' => true, 'length' => 64]);
		$table->addColumn('member', Types::BIGINT, ['notnull' => true, 'default' => 0]);
		$table->addColumn('name', Types::STRING, ['notnull' => true, 'length' => 255]);
		$table->addColumn('avatar', Types::TEXT, ['notnull' => false]);
		$table->addColumn('present', Types::SMALLINT, ['notnull' => true, 'default' => 0]);
		$table->addColumn('blocked', Types::SMALLINT, ['notnull' => true, 'default' => 0]);
		$table->setPrimaryKey(['id']);
		$table->addUniqueIndex(['token', 'person'], 'talk_relay_people_one');
	}

	private function files(ISchemaWrapper $schema): void {
		if ($schema->hasTable('talk_relay_files')) {
			return;
		}
		$table = $schema->createTable('talk_relay_files');
		$table->addColumn('id', Types::BIGINT, ['autoincrement' => true, 'notnull' => true, 'unsigned' => true]);
		$table->addColumn('handle', Types::STRING, ['notnull' => true, 'length' => 64]);
		$table->addColumn('token', Types::STRING, ['notnull' => true, 'length' => 64]);
		$table->addColumn('file', Types::BIGINT, ['notnull' => true]);
		$table->addColumn('message', Types::BIGINT, ['notnull' => true, 'default' => 0]);
		$table->addColumn('created_at', Types::BIGINT, ['notnull' => true]);
		$table->setPrimaryKey(['id']);
		$table->addUniqueIndex(['handle'], 'talk_relay_files_handle');
		$table->addIndex(['message'], 'talk_relay_files_msg');
	}

	/** A single row, the present relay. */
	private function lease(ISchemaWrapper $schema): void {
		if ($schema->hasTable('talk_relay_lease')) {
			return;
		}
		$table = $schema->createTable('talk_relay_lease');
		$table->addColumn('id', Types::INTEGER, ['notnull' => true]);
		$table->addColumn('generation', Types::BIGINT, ['notnull' => true]);
		$table->addColumn('relay', Types::STRING, ['notnull' => true, 'length' => 64]);
		$table->addColumn('version', Types::STRING, ['notnull' => true, 'length' => 64]);
		$table->addColumn('node', Types::STRING, ['notnull' => true, 'length' => 64]);
		$table->addColumn('pid', Types::BIGINT, ['notnull' => true]);
		$table->addColumn('host', Types::STRING, ['notnull' => true, 'length' => 255]);
		$table->addColumn('control', Types::STRING, ['notnull' => true, 'length' => 1024]);
		$table->addColumn('since_at', Types::BIGINT, ['notnull' => true]);
		$table->addColumn('seen_at', Types::BIGINT, ['notnull' => true]);
		$table->setPrimaryKey(['id']);
	}
}
