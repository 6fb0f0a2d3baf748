import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { stripTypeScriptTypes } from 'node:module'
import { join } from 'node:path'

export interface Asset { readonly type: string, readonly body: string | Uint8Array }

const folder = join(import.meta.dirname, 'page')
const types: Readonly<Record<string, string>> = {
	html: 'text/html; charset=utf-8',
	css: 'text/css; charset=utf-8',
	ts: 'text/javascript; charset=utf-8',
	svg: 'image/svg+xml',
}

/** A file of the page; TypeScript with its types taken out, so that nothing needs to be built. undefined: there is none with this name. */
export function pageFile(path: string): Asset | undefined {
	const name = path === '/' ? 'index.html' : path.slice(1)
	const type = types[name.slice(name.lastIndexOf('.') + 1)]
	if (type === undefined || !existsSync(folder) || !readdirSync(folder).includes(name)) {
		return undefined
	}
	const text = readFileSync(join(folder, name), 'utf8')
	return { type, body: name.endsWith('.ts') ? stripTypeScriptTypes(text) : text }
}
