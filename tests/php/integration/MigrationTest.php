<?php

declare(strict_types=1);

/**
 * SPDX-FileCopyrightText: 2026 Talk Relay contributors
 * SPDX-License-Identifier: AGPL-3.0-or-later
 */

namespace OCA\TalkRelay\Tests\integration;

use OC\DB\Connection;
use OC\DB\ConnectionAdapter;
use OC\DB\ConnectionFactory;
use OC\DB\SchemaWrapper;
use OC\Migration\NullOutput;
use OCA\TalkRelay\Door\KnownPerson;
use OCA\TalkRelay\Door\People;
use OCA\TalkRelay\Migration\Version000100Date20261126000000;
use OCA\TalkRelay\Migration\Version000103Date20261126000003;
use OCA\TalkRelay\Migration\Version000104Date20261126000004;
use OCP\IDBConnection;
use OCP\Migration\SimpleMigrationStep;
use OCP\Server;
use PHPUnit\Framework\TestCase;

/** What an installation has stored outlives the steps of an update: in a database of its own, which is removed. */
final class MigrationTest extends TestCase {
	private string $file = '';
	private Connection $connection;

	protected function setUp(): void {
		$this->file = (string)tempnam(sys_get_temp_dir(), 'talk-relay');
		$this->connection = Server::get(ConnectionFactory::class)->getConnection('sqlite3', ['path' => $this->file]);
	}

	protected function tearDown(): void {
		$this->connection->close();
		array_map(unlink(...), glob("$this->file*") ?: []);
	}

	public function testWhoIsThereStaysThereAndWhoIsNotStaysAway(): void {
		$database = new ConnectionAdapter($this->connection);
		$this->step(new Version000100Date20261126000000());
		foreach (['laura' => [7, 1, 0], 'pedro' => [7, 0, 0], 'ana' => [8, 1, 1], 'unai' => [0, 0, 0]] as $name => [$member, $present, $blocked]) {
			$this->insert($database, ['token' => 'abcd1234', 'person' => "$name@elsewhere.example", 'name' => ucfirst($name), 'member' => $member,
				'present' => $present, 'blocked' => $blocked]);
		}
		$this->step(new Version000103Date20261126000003($database));
		$this->step(new Version000104Date20261126000004());
		self::assertSame(['ana@elsewhere.example' => [[8], true], 'laura@elsewhere.example' => [[7], false],
			'pedro@elsewhere.example' => [[], false], 'unai@elsewhere.example' => [[], false]],
			array_map(static fn (KnownPerson $person): array => [$person->members, $person->blocked], (new People($database))->of('abcd1234')));
	}

	/** As Nextcloud does it; twice, for an update may be broken off and begun again. */
	private function step(SimpleMigrationStep $step): void {
		$output = new NullOutput();
		$schema = fn (): SchemaWrapper => new SchemaWrapper($this->connection);
		foreach (['first', 'again'] as $_) {
			$changed = $step->changeSchema($output, $schema, []);
			self::assertInstanceOf(SchemaWrapper::class, $changed);
			$this->connection->migrateToSchema($changed->getWrappedSchema());
			$step->postSchemaChange($output, $schema, []);
		}
	}

	/** @param array<string, string|int> $values */
	private function insert(IDBConnection $database, array $values): void {
		$query = $database->getQueryBuilder();
		$query->insert('talk_relay_people')->values(array_map($query->createNamedParameter(...), $values))->executeStatement();
	}
}
