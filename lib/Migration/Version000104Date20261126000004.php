<?php

declare(strict_types=1);

/**
 * SPDX-FileCopyrightText: 2026 Talk Relay contributors
 * SPDX-License-Identifier: AGPL-3.0-or-later
 */

namespace OCA\TalkRelay\Migration;

use Closure;
use OCP\DB\ISchemaWrapper;
use OCP\Migration\IOutput;
use OCP\Migration\SimpleMigrationStep;

/** A step of its own, for the one before reads what this one removes. */
final class Version000104Date20261126000004 extends SimpleMigrationStep {
	#[\Override]
	public function changeSchema(IOutput $output, Closure $schemaClosure, array $options): ?ISchemaWrapper {
		/** @var ISchemaWrapper $schema */
		$schema = $schemaClosure();
		$people = $schema->getTable('talk_relay_people');
		foreach (['present', 'member'] as $column) {
			if ($people->hasColumn($column)) {
				$people->dropColumn($column);
			}
		}
		return $schema;
	}
}
