import type { IncomingMessage } from 'node:http'

export interface Guard {
	/** Whether it was meant for this server. */
	host(request: IncomingMessage): boolean
	/** Whether it comes from the page. Browsers say so with every WebSocket and with every request that is no GET. */
	origin(request: IncomingMessage): boolean
}

/**
 * The page can stop processes, so nothing but itself may speak to its server. The socket is bound to 127.0.0.1; a name that somebody else's
 * site lets point there (DNS rebinding) shows in Host, and a page of another site in Origin.
 */
export function guard(port: number): Guard {
	const hosts = [`127.0.0.1:${port}`, `localhost:${port}`]
	const origins = hosts.map((host) => `http://${host}`)
	return {
		host: ({ headers }) => hosts.includes(headers.host ?? ''),
		origin: ({ headers }) => origins.includes(headers.origin ?? ''),
	}
}

/** Nothing from elsewhere, nothing inline. */
export function pageHeaders(port: number): Readonly<Record<string, string>> {
	return {
		'content-security-policy': [
			'default-src \'none\'',
			'script-src \'self\'',
			'style-src \'self\'',
			'img-src \'self\' blob:',
			'media-src \'self\' blob:',
			`connect-src 'self' ws://127.0.0.1:${port} ws://localhost:${port}`,
			'base-uri \'none\'',
			'form-action \'none\'',
			'frame-ancestors \'none\'',
		].join('; '),
		'x-content-type-options': 'nosniff',
		'referrer-policy': 'no-referrer',
		'cross-origin-resource-policy': 'same-origin',
		'cross-origin-opener-policy': 'same-origin',
	}
}

/** What people sent to each other is shown as it is only where it can't be a page of its own. */
export function fileHeaders(mime: string, name: string): Readonly<Record<string, string>> {
	const safe = /^(?:image\/(?:png|jpeg|gif|webp|avif)|audio\/(?:wav|mpeg|ogg|mp4|aac)|video\/(?:mp4|webm))$/.test(mime)
	return {
		'content-type': safe ? mime : 'application/octet-stream',
		'content-disposition': `${safe ? 'inline' : 'attachment'}; filename*=UTF-8''${encodeURIComponent(name)}`,
		'content-security-policy': 'sandbox; default-src \'none\'',
		'cache-control': 'private, max-age=3600, immutable',
	}
}
