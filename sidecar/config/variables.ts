import type { AccountConfig } from './config.ts'
import type { Desk } from './desk.ts'

import { namesIn, standingOf } from './known-keys.ts'
import { nearest } from './nearest.ts'
import { variableOf } from './values.ts'

/** Says which of Matterbridge's environment variables set nothing here: one letter wrong, and a password is not found. */
export function tellVariables(accounts: readonly AccountConfig[], { environment, networks, findings }: Desk): void {
	const all = networks.flatMap(({ fields }) => Object.keys(fields))
	const owners = [
		{ prefix: variableOf('general', ''), section: 'general' as const, fields: all },
		...accounts.map(({ id, network }) => ({
			prefix: variableOf(id, ''),
			section: 'account' as const,
			fields: Object.keys(networks.find((known) => known.id === network)?.fields ?? {}),
		})),
	]
	for (const variable of Object.keys(environment)) {
		const owner = owners.find(({ prefix }) => variable.startsWith(prefix))
		const key = variable.slice(owner?.prefix.length)
		if (owner !== undefined && standingOf(owner.section, key, owner.fields) === undefined) {
			const meant = nearest(key, namesIn(owner.section, owner.fields))
			const guess = meant === undefined ? '' : ` – did you mean ${owner.prefix}${meant.toUpperCase()}?`
			findings.warning(undefined, `the environment variable ${variable} names no setting${guess}`, 'correct its name, or take it away')
		}
	}
}
