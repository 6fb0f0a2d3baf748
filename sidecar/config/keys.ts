import type { Desk } from './desk.ts'
import type { Table, Value } from './document.ts'
import type { Section } from './known-keys.ts'
import type { Path } from './scan.ts'

import { isTable } from './document.ts'
import { namesIn, standingOf } from './known-keys.ts'
import { didYouMean } from './nearest.ts'

/** Switched off or empty: a key that sets what holds anyway is not worth a word. */
const isNothing = (value: Value): boolean => value === false || value === '' || value === 0 || (Array.isArray(value) && value.length === 0)

/** Says of each key in a table that does nothing here why that is so. */
export function tellKeys(section: Section, path: Path, table: Table, fields: readonly string[], { document, findings }: Desk): void {
	for (const [key, { name, value }] of table) {
		const line = document.lineOf([...path, key])
		const standing = standingOf(section, name, fields)
		if (standing === undefined && section === 'account' && isTable(value)) {
			findings.warning(line, `[${[...path, name].join('.')}] is within an account`, 'an account\'s name holds no dot: write - or _ instead')
		} else if (standing === undefined) {
			findings.warning(line, `nobody knows the key ${name}${didYouMean(name, namesIn(section, fields))}`, 'correct it, or take the line out')
		} else if (standing.is !== 'honoured' && !isNothing(value)) {
			const why = standing.is === 'other network' ? `it is for ${standing.of}` : standing.why
			const say = standing.is === 'not applicable' && standing.loud === true ? findings.warning : findings.note
			say(line, `${name} does nothing here: ${why}`, 'take the line out, or leave it: it does no harm')
		}
	}
}
