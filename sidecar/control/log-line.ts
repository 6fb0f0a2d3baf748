const two = (number: number): string => String(number).padStart(2, '0')

/** `2026-11-22 16:41:01`, by the machine's own time zone, as its other logs have it. */
export function stamp(time: Date): string {
	return `${time.getFullYear()}-${two(time.getMonth() + 1)}-${two(time.getDate())} ${two(time.getHours())}:${two(time.getMinutes())}:${two(time.getSeconds())}`
}

/** Line breaks, terminal sequences, direction overrides: what would let a text from outside write a line of its own, or hide one. */
const unsafe = /[\p{Cc}\p{Zl}\p{Zp}\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/gu

const shown = (text: string): string => text.replace(unsafe, (char) => char === '\n' ? ' ⏎ ' : `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`)

/**
 * One of pino's JSON lines as people read it, with its line break: `2026-11-22 16:41:01 INFO  nctalk.nube1/nb9xk3d2: closed (tries=3)`.
 * pino-pretty does the same in three times the time and 2.5 MB.
 */
export function textLine(json: string): string {
	const { time, level, line, ...facts } = JSON.parse(json) as Readonly<Record<string, unknown>>
	const told = Object.entries(facts).map(([name, value]) => `${name}=${typeof value === 'string' ? quotedIfNeeded(value) : String(value)}`)
	const words = `${String(level).toUpperCase().padEnd(5)} ${shown(String(line))}${told.length === 0 ? '' : ` (${shown(told.join(', '))})`}`
	return `${stamp(new Date(String(time)))} ${words}\n`
}

function quotedIfNeeded(value: string): string {
	return /^[\w./:@-]+$/.test(value) ? value : JSON.stringify(value)
}
