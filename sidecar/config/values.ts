import type { Document, Table, Value } from './document.ts'
import type { Findings } from './findings.ts'
import type { Path } from './scan.ts'

import { TomlDate } from 'smol-toml'
import { isTable } from './document.ts'

export type Environment = Readonly<Record<string, string | undefined>>

/** A value and where it was found, for what is to be said about it. */
export interface Found {
	/** As it is called where it stands: `Password`, or the name of an environment variable. */
	readonly name: string
	readonly value: Value
	/** Where it stands in the file; absent for one from the environment. */
	readonly path?: Path
}

/** Reads the keys of one table with their types, and says what is wrong with them. */
export interface Settings {
	/** Where the table stands. */
	readonly path: Path
	find(key: string): Found | undefined
	/** Undefined where the key is absent, or not what it should be: then that has been said. */
	text(key: string): string | undefined
	flag(key: string): boolean | undefined
	number(key: string): number | undefined
	texts(key: string): readonly string[] | undefined
	/** `[["cat", "dog"], ["sleep", "awake"]]` */
	pairs(key: string): readonly (readonly [string, string])[] | undefined
	/** The line to name for a key: its own, or its table's. */
	line(key: string): number | undefined
	/** A value stands there, but can't be read or is of the wrong type, which has been said: so it is not missing. */
	refused(key: string): boolean
}

/** The tables that a key is looked up in, the first that has it wins; each with what Matterbridge calls it in the environment. */
export interface Layer { readonly path: Path, readonly table: Table, readonly variable?: string }

/** How Matterbridge names a setting in the environment: `MATTERBRIDGE_NCTALK_NUBE1_PASSWORD`. It goes before the file. */
export const variableOf = (...names: readonly string[]): string => `MATTERBRIDGE_${names.join('_').replaceAll(/[.-]/g, '_').toUpperCase()}`

export function settingsOf(layers: readonly Layer[], document: Document, environment: Environment, findings: Findings): Settings {
	const refused = new Set<string>()
	const path = layers[0]!.path
	const find = (key: string): Found | undefined => {
		for (const layer of layers) {
			const variable = layer.variable === undefined ? undefined : variableOf(layer.variable, key)
			const said = variable === undefined ? undefined : environment[variable]
			if (variable !== undefined && said !== undefined && said !== '') {
				return { name: variable, value: said }
			}
			const entry = layer.table.get(key.toLowerCase())
			if (entry !== undefined) {
				return { name: entry.name, value: entry.value, path: [...layer.path, key.toLowerCase()] }
			}
		}
		return undefined
	}
	const lineOfFound = (found: Found) => found.path === undefined ? undefined : document.lineOf(found.path)
	const typed = <T>(key: string, wanted: string, read: (found: Found, line: number | undefined) => T | undefined): T | undefined => {
		const found = find(key)
		if (found === undefined || (found.path !== undefined && document.unread(found.path))) {
			return undefined
		}
		const value = read(found, lineOfFound(found))
		if (value === undefined) {
			refused.add(key.toLowerCase())
			findings.problem(lineOfFound(found), `${found.name} is ${kindOf(found.value)}`, `write ${wanted}`)
		}
		return value
	}
	return {
		path,
		find,
		text: (key) => typed(key, `it in quotes: ${key} = "…"`, ({ value }) => typeof value === 'string' ? value : undefined),
		flag: (key) => typed(key, `${key} = true or ${key} = false, without quotes`, (found, line) => flagOf(found, line, key, findings)),
		number: (key) => typed(key, `a number without quotes: ${key} = 1000000`, (found, line) => numberOf(found, line, key, findings)),
		texts: (key) => typed(key, `a list of texts: ${key} = ["one", "two"]`, ({ value }) => textsOf(value)),
		pairs: (key) => typed(key, `a list of pairs: ${key} = [["from", "to"]]`, ({ value }) => pairsOf(value)),
		line: (key) => {
			const found = find(key)
			return found === undefined ? document.lineOf(path) : lineOfFound(found)
		},
		refused: (key) => refused.has(key.toLowerCase()) || document.unread([...path, key.toLowerCase()]),
	}
}

/** Matterbridge takes `"true"` in quotes too, so it is no problem; a reader of the file may still be misled. */
function flagOf({ name, value, path }: Found, line: number | undefined, key: string, findings: Findings): boolean | undefined {
	if (typeof value === 'boolean') {
		return value
	}
	const word = typeof value === 'string' ? value.toLowerCase() : undefined
	const meant = word === 'true' || word === '1' ? true : word === 'false' || word === '0' ? false : undefined
	if (meant !== undefined && path !== undefined) {
		findings.warning(line, `${name} is text, read as ${meant}`, `write ${key} = ${meant}, without quotes`)
	}
	return meant
}

function numberOf({ name, value, path }: Found, line: number | undefined, key: string, findings: Findings): number | undefined {
	if (typeof value === 'number') {
		return Number.isFinite(value) ? value : undefined
	}
	if (typeof value !== 'string' || !/^-?\d{1,15}$/.test(value)) {
		return undefined
	}
	if (path !== undefined) {
		findings.warning(line, `${name} is text, read as the number ${value}`, `write ${key} = ${value}, without quotes`)
	}
	return Number(value)
}

/** A single text counts as a list of one, as in Matterbridge. */
function textsOf(value: Value): readonly string[] | undefined {
	const list = typeof value === 'string' ? [value] : value
	return Array.isArray(list) && list.every((element) => typeof element === 'string') ? list : undefined
}

function pairsOf(value: Value): readonly (readonly [string, string])[] | undefined {
	if (!Array.isArray(value)) {
		return undefined
	}
	const pairs = value.flatMap((pair: Value): readonly (readonly [string, string])[] => {
		const [from, to] = textsOf(pair) ?? []
		return Array.isArray(pair) && pair.length === 2 && from !== undefined && to !== undefined ? [[from, to]] : []
	})
	return pairs.length === value.length ? pairs : undefined
}

/** What a value is, in words; never the value, which may be a secret. */
export function kindOf(value: Value): string {
	if (Array.isArray(value)) {
		return 'a list, but not one of the right form'
	}
	if (value instanceof TomlDate) {
		return 'a date'
	}
	if (isTable(value)) {
		return 'a table'
	}
	return { string: 'text', number: 'a number', boolean: 'true or false' }[typeof value as 'string' | 'number' | 'boolean'] + ', which does not fit'
}
