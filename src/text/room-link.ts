/** A conversation's link, taken apart. `server` has no slash at its end: `https://cloud.example.org/nextcloud`. */
export interface RoomLink { readonly server: string, readonly token: string }

/** Reads `https://cloud.example.org/[index.php/]call/token`, with or without what may follow; undefined if it is no such link. */
export function readRoomLink(written: string): RoomLink | undefined {
	const url = URL.parse(written.trim())
	const found = url && /^https?:$/.test(url.protocol) ? /^(?<root>.*?)(?:\/index\.php)?\/call\/(?<token>[a-z0-9]{4,64})\/?$/i.exec(url.pathname)?.groups : undefined
	return url && found?.token ? { server: `${url.origin}${found.root ?? ''}`, token: found.token } : undefined
}

/** Host and path of a server's address in one form, so that two ways of writing it compare equal. */
export function sameServer(one: string, other: string): boolean {
	const plain = (address: string): string => {
		const url = URL.parse(/^https?:\/\//i.test(address) ? address : `https://${address}`)
		return url ? `${url.host}${url.pathname.replace(/(?:\/index\.php)?\/*$/, '')}`.toLowerCase() : address
	}
	return plain(one) === plain(other)
}

/** What a person typed as a server, as an address; undefined while it can't be one. `https://` may be left out. */
export function readServer(written: string): string | undefined {
	const text = written.trim()
	const url = URL.parse(/^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text : `https://${text}`)
	const name = text.replace(/^[a-z]+:\/\//i, '').replace(/[/?#].*$/s, '')
	if (!url || !/^https?:$/.test(url.protocol) || url.username !== '' || !/^(?:[\p{L}\p{N}_-]+\.)+[\p{L}\p{N}-]+(?::\d+)?$|^localhost(?::\d+)?$|^\[[0-9a-f:]+\](?::\d+)?$/iu.test(name)) {
		return undefined
	}
	return `${url.origin}${url.pathname.replace(/(?:\/index\.php.*|\/(?:call|apps|login|s)\/.*)?\/*$/, '')}`
}
