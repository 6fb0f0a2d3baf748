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

/** What moderators and administrators set up: accounts, gateways, their members, and logins under way. */
final class Version000101Date20261126000001 extends SimpleMigrationStep {
	#[\Override]
	public function changeSchema(IOutput $output, Closure $schemaClosure, array $options): ?ISchemaWrapper {
		/** @var ISchemaWrapper $schema */
		$schema = $schemaClosure();
		foreach (['accounts' => $this->accounts(...), 'gateways' => $this->gateways(...), 'members' => $this->members(...),
			'logins' => $this->logins(...)] as $name => $columns) {
			if (!$schema->hasTable("talk_relay_$name")) {
				$table = $schema->createTable("talk_relay_$name");
				$table->addColumn('id', Types::BIGINT, ['autoincrement' => true, 'notnull' => true, 'unsigned' => true]);
				$table->setPrimaryKey(['id']);
				$columns($table);
			}
		}
		return $schema;
	}

	private function accounts(mixed $table): void {
		$table->addColumn('owner', Types::STRING, ['notnull' => false, 'length' => 64]);
		$table->addColumn('network', Types::STRING, ['notnull' => true, 'length' => 32]);
		$table->addColumn('label', Types::STRING, ['notnull' => true, 'length' => 255]);
		$table->addColumn('settings', Types::TEXT, ['notnull' => true]);
		$table->addColumn('secrets', Types::TEXT, ['notnull' => true]);
		$table->addColumn('secret_names', Types::TEXT, ['notnull' => true]);
		$table->addColumn('created_at', Types::BIGINT, ['notnull' => true]);
		$table->addIndex(['owner'], 'talk_relay_acc_owner');
	}

	private function gateways(mixed $table): void {
		$table->addColumn('token', Types::STRING, ['notnull' => true, 'length' => 64]);
		$table->addColumn('label', Types::STRING, ['notnull' => true, 'length' => 255]);
		$table->addColumn('paused', Types::SMALLINT, ['notnull' => true, 'default' => 0]);
		$table->addColumn('notices', Types::TEXT, ['notnull' => true]);
		$table->addColumn('max_bytes', Types::BIGINT, ['notnull' => true, 'default' => 0]);
		$table->addColumn('refused_names', Types::TEXT, ['notnull' => true]);
		$table->addColumn('mention_everyone', Types::SMALLINT, ['notnull' => true, 'default' => 0]);
		$table->addColumn('created_by', Types::STRING, ['notnull' => true, 'length' => 64]);
		$table->addColumn('created_at', Types::BIGINT, ['notnull' => true]);
		$table->addUniqueIndex(['token'], 'talk_relay_gw_token');
	}

	private function members(mixed $table): void {
		$table->addColumn('gateway', Types::BIGINT, ['notnull' => true]);
		$table->addColumn('account', Types::BIGINT, ['notnull' => true, 'default' => 0]);
		$table->addColumn('address', Types::STRING, ['notnull' => true, 'length' => 255]);
		$table->addColumn('label', Types::STRING, ['notnull' => false, 'length' => 255]);
		$table->addColumn('direction', Types::STRING, ['notnull' => true, 'length' => 8]);
		$table->addColumn('nick_format', Types::STRING, ['notnull' => false, 'length' => 255]);
		$table->addColumn('consent', Types::STRING, ['notnull' => true, 'length' => 8]);
		$table->addColumn('created_by', Types::STRING, ['notnull' => true, 'length' => 64]);
		$table->addColumn('created_at', Types::BIGINT, ['notnull' => true]);
		$table->addUniqueIndex(['gateway', 'account', 'address'], 'talk_relay_mem_one');
		$table->addIndex(['account'], 'talk_relay_mem_acc');
	}

	private function logins(mixed $table): void {
		$table->addColumn('handle', Types::STRING, ['notnull' => true, 'length' => 32]);
		$table->addColumn('owner', Types::STRING, ['notnull' => true, 'length' => 64]);
		$table->addColumn('shared', Types::SMALLINT, ['notnull' => true, 'default' => 0]);
		$table->addColumn('server', Types::STRING, ['notnull' => true, 'length' => 255]);
		$table->addColumn('endpoint', Types::STRING, ['notnull' => true, 'length' => 512]);
		$table->addColumn('sealed', Types::TEXT, ['notnull' => false]);
		$table->addColumn('account', Types::BIGINT, ['notnull' => true, 'default' => 0]);
		$table->addColumn('expires_at', Types::BIGINT, ['notnull' => true]);
		$table->addUniqueIndex(['handle'], 'talk_relay_log_handle');
	}
}
