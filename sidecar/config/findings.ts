import type { Finding } from './config.ts'

/** Gathers what there is to say about one file, so that everything is told at once. */
export interface Findings {
	problem(line: number | undefined, what: string, remedy: string): void
	warning(line: number | undefined, what: string, remedy: string): void
	note(line: number | undefined, what: string, remedy: string): void
	/** In the order of lines; what has no line comes last. The same thing said twice of one line is told once. */
	all(): readonly Finding[]
}

/** What is told may quote the file: on one line, without control characters, and not at length. */
function shown(text: string): string {
	const plain = text.replaceAll(/[\p{Cc}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069]+/gu, ' ')
	return plain.length > 400 ? `${plain.slice(0, 400)}…` : plain
}

/** Gathers findings about this file. */
export function findingsOf(file: string): Findings {
	const said = new Map<string, Finding>()
	const say = (severity: Finding['severity']) => (line: number | undefined, written: string, advice: string) => {
		const [what, remedy] = [shown(written), shown(advice)]
		said.set(`${severity} ${line} ${what}`, line === undefined ? { severity, file, what, remedy } : { severity, file, line, what, remedy })
	}
	return {
		problem: say('problem'),
		warning: say('warning'),
		note: say('note'),
		all: () => [...said.values()].toSorted((one, other) => (one.line ?? Infinity) - (other.line ?? Infinity) || 0),
	}
}
