import type { Author } from '../core/event.ts'

/** A name is shown as it is, whatever Markdown would make of it. Escaped only where it matters: old clients show the backslash. */
export function literal(name: string): string {
	return name
		.replace(/\\(?=[!-/:-@[-`{-~]|$)|[*`~]|<(?=[a-z/!?])|&(?=#?[a-z0-9]+;)|\](?=[([:])/gi, '\\$&')
		// Between letters it marks nothing.
		.replace(/(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu, '\\_')
}

/** What begins a heading, a quote, a list or a rule at the start of a line. */
const blockMark = /^\s*(?:#{1,6}(?=\s|$)|>|[-+*](?=\s|$)|-{3}|\d{1,9}[.)](?=\s|$)|={3})/

/**
 * The nick before a text, so that the author can't use a name to write Markdown of their own. What the nick format itself brings
 * (`**{NICK}** `) stays: signs count as the author's where their name or login holds them.
 */
export function nickPrefix(nick: string, author: Pick<Author, 'name' | 'login'>, textBegins: string): string {
	const theirs = `${author.name}\n${author.login}`
	const guarded = [...'*_~`<&\\'].some((sign) => theirs.includes(sign)) || /\][([:]/.test(theirs) ? literal(nick) : nick
	const block = blockMark.exec(guarded)
	const forged = block !== null && theirs.split('\n').some((name) => blockMark.test(name))
	const safe = forged ? guarded.replace(/[#>\-+*.)=]/, '\\$&') : guarded
	// `[laura]` and a text that begins with `(http…)` would be a link together.
	return /\]$/.test(safe) && /^[([:]/.test(textBegins) ? `${safe}\u2060` : safe
}
