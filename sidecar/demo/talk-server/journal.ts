import type { Change } from './types.ts'

import { closeSync, existsSync, openSync, readFileSync, renameSync, writeFileSync, writeSync } from 'node:fs'

/** An append-only file of changes, one JSON object a line: what the server knew survives its process, even a killed one. */
export interface Journal {
	/** All changes written so far, oldest first. A last line cut short by a crash is left out. */
	read(): readonly Change[]
	/** Replaces the file by these changes and opens it for appending. */
	begin(changes: readonly Change[]): void
	/** Remembers a change; `flush` writes it. */
	add(change: Change): void
	/** In the page cache when it returns: safe against SIGKILL, not against a power cut. */
	flush(): void
	close(): void
}

export function openJournal(file: string): Journal {
	let handle: number | undefined
	let waiting: string[] = []
	const flush = (): void => {
		if (waiting.length === 0 || handle === undefined) {
			return
		}
		const text = waiting.join('')
		waiting = []
		writeSync(handle, text)
	}
	return {
		read: () => existsSync(file) ? readFileSync(file, 'utf8').split('\n').slice(0, -1).map(parse) : [],
		begin(changes) {
			writeFileSync(`${file}.new`, changes.map(line).join(''))
			renameSync(`${file}.new`, file)
			handle = openSync(file, 'a')
		},
		add: (change) => {
			waiting.push(line(change))
		},
		flush,
		close() {
			flush()
			if (handle !== undefined) {
				closeSync(handle)
				handle = undefined
			}
		},
	}
}

/** Without a data file nothing is kept. */
export const noJournal: Journal = {
	read: () => [],
	begin: () => undefined,
	add: () => undefined,
	flush: () => undefined,
	close: () => undefined,
}

function line(change: Change): string {
	return `${JSON.stringify(change)}\n`
}
function parse(text: string): Change {
	return JSON.parse(text) as Change
}
