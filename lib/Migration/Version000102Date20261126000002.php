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

/** What a gateway does not carry of what people do; nothing written there: all is carried. */
final class Version000102Date20261126000002 extends SimpleMigrationStep {
	#[\Override]
	public function changeSchema(IOutput $output, Closure $schemaClosure, array $options): ?ISchemaWrapper {
		/** @var ISchemaWrapper $schema */
		$schema = $schemaClosure();
		$table = $schema->getTable('talk_relay_gateways');
		if ($table->hasColumn('refused_kinds')) {
			return null;
		}
		$table->addColumn('refused_kinds', Types::TEXT, ['notnull' => false]);
		return $schema;
	}
}
