import type { Readable } from 'node:stream'
import type { Json } from './types.ts'

/** What goes over the wire. */
export interface Answer {
	readonly status: number
	readonly headers: Readonly<Record<string, string>>
	readonly body: string | Readable
}

/** What a route of the OCS API gives back; `data` is wrapped when it is sent. */
export interface Ocs {
	readonly status: number
	readonly data: Json
	readonly headers?: Readonly<Record<string, string>>
	/** The envelope's own code and words, where they differ from the status. */
	readonly code?: number
	readonly message?: string
}

export const ok = (data: Json = [], headers?: Readonly<Record<string, string>>): Ocs => ({ status: 200, data, ...headers && { headers } })
export const created = (data: Json, headers?: Readonly<Record<string, string>>): Ocs => ({ status: 201, data, ...headers && { headers } })
export const refused = (status: number, error: string): Ocs => ({ status, data: { error } })

/** The envelope, as JSON or, where the client did not ask for JSON, as XML. */
export function envelope({ status, data, headers = {}, code = status, message }: Ocs, asJson: boolean): Answer {
	if (status === 304) {
		return { status, headers, body: '' }
	}
	const good = code >= 100 && code < 300
	const meta = { status: good ? 'ok' : 'failure', statuscode: code, message: message ?? (good ? 'OK' : '') }
	const ocs = { meta, data }
	return asJson
		? { status, headers: { 'content-type': 'application/json; charset=utf-8', ...headers }, body: JSON.stringify({ ocs }) }
		: xmlAnswer(status, headers, xml('ocs', ocs))
}

function xmlAnswer(status: number, headers: Answer['headers'], body: string): Answer {
	return { status, headers: { 'content-type': 'application/xml; charset=utf-8', ...headers }, body: `<?xml version="1.0"?>\n${body}` }
}

function xml(name: string, value: Json | undefined): string {
	const tag = /^[A-Za-z_][\w.-]*$/.test(name) ? name : 'element'
	if (value === undefined) {
		return ''
	}
	if (value === null || value === false || (Array.isArray(value) && value.length === 0)) {
		return `<${tag}/>`
	}
	if (Array.isArray(value)) {
		return `<${tag}>${value.map((each: Json) => xml('element', each)).join('')}</${tag}>`
	}
	const inner = typeof value === 'object'
		? Object.entries(value).map(([key, each]) => xml(key, each as Json | undefined)).join('')
		: escaped(value === true ? '1' : String(value))
	return `<${tag}>${inner}</${tag}>`
}

function escaped(text: string): string {
	return text.replace(/[<>&"]/g, (sign) => `&#${sign.charCodeAt(0)};`)
}

const entryPage = '<!DOCTYPE html>\n<html class="ng-csp" lang="en">\n<head><meta charset="utf-8"><title>Nextcloud</title></head>\n'

/** A page as a login wall or a broken proxy gives it. */
export const htmlPage: Answer = {
	status: 200,
	headers: { 'content-type': 'text/html; charset=UTF-8' },
	body: `${entryPage}<body id="body-login"><noscript>This application requires JavaScript for correct operation.</noscript></body></html>\n`,
}

/** Nextcloud's maintenance mode: an OCS body for the API (server: ocs/v1.php), a page elsewhere (server: lib/base.php). */
export function maintenance(path: string, asJson: boolean): Answer {
	const headers = { 'X-Nextcloud-Maintenance-Mode': '1' }
	if (path.startsWith('/ocs/')) {
		return envelope({ status: 503, data: [], headers, message: 'Service unavailable' }, asJson)
	}
	const page = `${entryPage}<body><h2>Maintenance mode</h2><p>This Nextcloud instance is currently in maintenance mode.</p></body></html>\n`
	return { status: 503, headers: { ...headers, 'Retry-After': '120', 'content-type': 'text/html; charset=UTF-8' }, body: page }
}
