import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Look, PageKind } from './page.ts'
import type { World } from './world.ts'

import { readFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import { extname, join, normalize } from 'node:path'
import { text } from 'node:stream/consumers'
import { answer } from './answers.ts'
import { pageOf } from './page.ts'

const root = join(import.meta.dirname, '../..')
const kinds: Readonly<Record<string, string>> = { '.mjs': 'text/javascript', '.css': 'text/css', '.svg': 'image/svg+xml' }
const api = '/ocs/v2.php/apps/talk_relay/api/v1/'
/** Where a path of the page lies on disk. */
const folders: readonly (readonly [string, string])[] = [['/js/', root], ['/css/', root], ['/talk-page/', join(root, 'build')], ['/nextcloud.css', import.meta.dirname]]

export interface Served {
	readonly url: string
	close(): Promise<void>
}

/** Serves the built scripts on a page as Nextcloud makes it, with the app's endpoints over this world. */
export async function serve(world: World, kind: PageKind, look: Look): Promise<Served> {
	const server = createServer((request, response) => {
		respond(world, kind, look, request, response).catch((error: unknown) => {
			response.writeHead(500).end(String(error))
		})
	})
	await new Promise<void>((done) => {
		server.listen(0, '127.0.0.1', done)
	})
	const address = server.address()
	const port = typeof address === 'object' && address ? address.port : 0
	return {
		url: `http://127.0.0.1:${port}/`,
		close: () => new Promise((done) => {
			server.close(() => done())
			server.closeAllConnections()
		}),
	}
}

async function respond(world: World, kind: PageKind, look: Look, request: IncomingMessage, response: ServerResponse): Promise<void> {
	const url = new URL(request.url ?? '/', 'http://localhost')
	if (url.pathname.startsWith(api)) {
		const body = JSON.parse(await text(request) || '{}')
		const path = url.pathname.slice(api.length).split('/').map(decodeURIComponent).join('/')
		const { status, data } = answer(world, request.method ?? 'GET', path, body, url.searchParams)
		response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify({ ocs: { meta: { statuscode: status, message: '' }, data } }))
		return
	}
	const folder = folders.find(([path]) => url.pathname.startsWith(path))
	if (folder) {
		const content = await readFile(join(folder[1], normalize(url.pathname)))
		response.writeHead(200, { 'Content-Type': kinds[extname(url.pathname)] ?? 'application/octet-stream' }).end(content)
	} else if (url.pathname.startsWith('/ocs/')) {
		// Nextcloud's own endpoints, which the library's components ask: groups.
		response.writeHead(200, { 'Content-Type': 'application/json' }).end('{"ocs":{"data":{"groups":[]}}}')
	} else {
		response.writeHead(200, { 'Content-Type': 'text/html; charset=utf-8' }).end(pageOf(kind, look))
	}
}
