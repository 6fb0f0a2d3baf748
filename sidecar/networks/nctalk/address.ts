import type { TalkSettings } from './settings.ts'

import { sentence } from '../../core/sentence.ts'

/** Talk's own tokens are 4 to 30 letters and digits (its routes: `[a-z0-9]{4,30}`). */
const token = /^[a-z0-9]{4,30}$/i
/** A conversation's address as a browser shows it or Talk copies it. */
const inPath = /\/(?:index\.php\/)?call\/([^/]+)\/?$/

/** A URL, even one from which the scheme was left out. */
function urlOf(written: string): URL | undefined {
	const text = /^[a-z][a-z0-9+.-]*:\/\//i.test(written) ? written : `https://${written}`
	return URL.canParse(text) ? new URL(text) : undefined
}

/** The token of a conversation that was written as a token or as its whole URL. Throws an Error that says what to write instead. */
export function addressOf(written: string, { server }: Pick<TalkSettings, 'server'>): string {
	const text = written.trim()
	if (token.test(text)) {
		return text
	}
	const url = text.includes('/') ? urlOf(text) : undefined
	if (url === undefined) {
		throw new Error(sentence`“${written}” is no conversation: write its token (the letters and digits behind /call/ in its address) or its whole address`)
	}
	const home = new URL(server)
	if (url.host !== home.host) {
		throw new Error(sentence`“${written}” is a conversation on ${url.host}, but this account is on ${home.host}: use an account on ${url.host}`)
	}
	const found = inPath.exec(url.pathname)?.[1]
	if (found === undefined || !token.test(found)) {
		throw new Error(sentence`“${written}” is not the address of a conversation: that ends in /call/ and its token`)
	}
	return found
}
