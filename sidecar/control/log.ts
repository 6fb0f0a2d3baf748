import type { LogConfig } from '../config/config.ts'
import type { Facts, Log } from '../core/log.ts'

import process from 'node:process'
import { pino } from 'pino'
import { textLine } from './log-line.ts'
import { redactor } from './redactor.ts'

/** The log of the whole program. It never throws, and never stops the relay: what can't be written is lost, which stderr is told. */
export interface FileLog extends Log {
	/** Begins the file anew, after logrotate has moved it away. */
	reopen(): void
	/** From here on none of these, nor any before, appears in any line: written as it is, within JSON or within an address. */
	hideSecrets(values: readonly string[]): void
	/** The last lines as people read them, oldest first; a few hundred are kept, whatever becomes of the file. */
	lines(most: number): readonly string[]
	close(): void
}

type Out = ReturnType<typeof pino.destination>

/** Bytes that are held while a line can't be written (disk full); what is more is dropped. */
const heldAtMost = 1_000_000

/** Lines that are kept in memory, and characters of one. */
const linesKept = 500
const lineAtMost = 2000

/** Writes to the file, or to stdout where there is none or it can't be opened, each line at once: the last one before a crash is there. */
export function createLog({ format, level, file }: Pick<LogConfig, 'format' | 'level' | 'file'>): FileLog {
	const hide = redactor()
	let lamented = ''
	const lament = (why: unknown) => {
		const line = `${file ?? 'the log'} can't be written: ${String(why)}\n`
		if (line !== lamented) {
			lamented = line
			process.stderr.write(line)
		}
	}
	const opened = (destination: string | number): Out | undefined => {
		try {
			const out = pino.destination({ dest: destination, sync: true, append: true, mode: 0o600, maxLength: heldAtMost })
			out.on('error', lament)
			return out
		} catch (error) {
			lament(error)
			return undefined
		}
	}
	let out = (file === undefined ? undefined : opened(file)) ?? opened(1)
	const tail: string[] = []
	const write = (line: string): void => {
		const text = textLine(line)
		tail.push(text.trimEnd().slice(0, lineAtMost))
		tail.splice(0, tail.length - linesKept)
		try {
			out?.write(format === 'json' ? line : text)
		} catch (error) {
			lament(error)
		}
	}
	const formatters = { level: (label: string) => ({ level: label }) }
	const logger = pino({ base: null, level, messageKey: 'line', timestamp: pino.stdTimeFunctions.isoTime, formatters }, { write })
	const say = (at: LogConfig['level']) => (line: string, facts: Facts = {}): void => {
		if (logger.isLevelEnabled(at)) {
			logger[at](cleaned(facts, hide.from), hide.from(line))
		}
	}
	return {
		debug: say('debug'),
		info: say('info'),
		warn: say('warn'),
		error: say('error'),
		hideSecrets: hide.add,
		// What became known as a secret since is hidden in older lines too.
		lines: (most) => tail.slice(-most).map(hide.from),
		reopen() {
			const fresh = file === undefined ? undefined : opened(file)
			if (fresh !== undefined) {
				lamented = ''
				out?.end()
				out = fresh
			}
		},
		close() {
			out?.end()
			out = undefined
		},
	}
}

/** Facts without secrets. One that is named like a part of the line itself (`time`) gets an underscore. */
function cleaned(facts: Facts, hide: (text: string) => string): Record<string, unknown> {
	return Object.fromEntries(Object.entries(facts).map(([name, value]) => [
		['time', 'level', 'line'].includes(name) ? `${name}_` : name,
		typeof value === 'string' ? hide(value) : value,
	]))
}
