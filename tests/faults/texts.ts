/**
 * What people write in the histories: words that say of which message they are, in which version, and in which place. So any piece of
 * any copy says where it belongs: `m7.0.0 m7.0.1 m7.0.2`.
 */
export function textOf(token: string, version: number, words: number): string {
	if (words < 1000) {
		return Array.from({ length: words }, (_, n) => `${token}.${version}.${n}`).join(words % 3 === 0 ? '\n' : ' ')
	}
	// As long as Talk takes: with a name before it, it is longer.
	let text = `${token}.${version}.0`
	for (let n = 1; text.length < 31_985; n += 1) {
		text += ` ${token}.${version}.${n}`
	}
	return text.slice(0, 32_000)
}

export interface Said {
	/** What stands before the text: `[Ana·A] `. */
	readonly nick: string
	readonly words: readonly string[]
}

/** The author as a copy shows them, and the words of the text itself; what is quoted in it is left out. */
export function said(text: string): Said {
	const nick = /^\[[^\]]*\]\s?/u.exec(text)?.[0] ?? ''
	const own = text.slice(nick.length).split('\n').filter((line) => !line.startsWith('>')).join('\n')
	return { nick, words: own.split(/\s+/u).filter((word) => word !== '') }
}

/** The message of which these words are; empty for what is none of the histories'. */
export const tokenOf = ([first = '']: readonly string[]): string => /^(m\d+)\.\d+\.\d/u.exec(first)?.[1] ?? ''

export const isBeginning = ([first = '']: readonly string[]): boolean => /^m\d+\.\d+\.0$/u.test(first)
