import type { Answer } from './ocs.ts'
import type { Request } from './request.ts'
import type { Node, Share } from './types.ts'
import type { World } from './world.ts'

import { createHash, randomUUID } from 'node:crypto'
import { createReadStream, createWriteStream } from 'node:fs'
import { rm } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { nodeAt } from './files.ts'
import { mimeOf } from './mime.ts'
import { seconds } from './world.ts'

const prefix = '/remote.php/dav/files/'

/** The WebDAV of people's files: PUT, GET, HEAD, MKCOL, DELETE and a minimal PROPFIND. Bytes are streamed, never held. */
export async function webdav(request: Request): Promise<Answer> {
	const { world, method, person } = request
	const rest = request.path.startsWith(prefix) ? request.path.slice(prefix.length) : ''
	const slash = rest.indexOf('/')
	const [uid, path] = slash < 0 ? [rest, '/'] : [rest.slice(0, slash), rest.slice(slash)]
	if (uid !== person.uid) {
		return method === 'PUT' || method === 'MKCOL'
			? error(403, 'Forbidden', `Permission denied to create file (filename ${basename(path)})`)
			: error(404, 'NotFound', `Principal with name ${uid} not found`)
	}
	const clean = path.length > 1 ? path.replace(/\/+$/, '') : path
	const node = nodeAt(world.store, uid, clean)
	switch (method) {
		case 'PUT':
			return put(request, clean, node)
		case 'GET':
		case 'HEAD':
			return get(request, clean, node)
		case 'MKCOL':
			return makeFolder(request, clean, node)
		case 'DELETE':
			return remove(world, uid, clean, node)
		case 'PROPFIND':
			return find(request, clean, node)
		default:
			return error(405, 'MethodNotAllowed', '')
	}
}

function located(path: string): Answer {
	return error(404, 'NotFound', `File with name ${path} could not be located`)
}

function error(status: number, name: string, words: string): Answer {
	return davError(status, `Sabre\\DAV\\Exception\\${name}`, words)
}

/** An error as WebDAV gives it. */
export function davError(status: number, name: string, words: string): Answer {
	const body = '<?xml version="1.0" encoding="utf-8"?>\n<d:error xmlns:d="DAV:" xmlns:s="http://sabredav.org/ns">\n'
		+ `  <s:exception>${name}</s:exception>\n  <s:message>${escaped(words)}</s:message>\n</d:error>\n`
	return { status, headers: { 'content-type': 'application/xml; charset=utf-8' }, body }
}

function escaped(text: string): string {
	return text.replace(/[<>&"]/g, (sign) => `&#${sign.charCodeAt(0)};`)
}

function parentOf(path: string): string {
	return path.slice(0, Math.max(1, path.lastIndexOf('/')))
}

function isFolder(world: World, uid: string, path: string): boolean {
	return path === '/' || nodeAt(world.store, uid, path)?.folder === true
}

async function put({ world, raw, person, gone }: Request, path: string, known: Node | undefined): Promise<Answer> {
	if (known?.folder || path === '/') {
		return error(409, 'Conflict', 'PUT is not allowed on non-files.')
	}
	if (known === undefined && !isFolder(world, person.uid, parentOf(path))) {
		return located(parentOf(path))
	}
	const disk = randomUUID()
	const file = join(world.disk, disk)
	const hash = createHash('md5').update(disk)
	let size = 0
	const measure = new Transform({
		transform(chunk: Buffer, _encoding, done) {
			size += chunk.length
			hash.update(chunk)
			done(null, chunk)
		},
	})
	try {
		await pipeline(raw, measure, createWriteStream(file), { signal: gone })
	} catch (failure) {
		await rm(file, { force: true })
		throw failure
	}
	if (known !== undefined) {
		await rm(join(world.disk, known.disk), { force: true })
	}
	const node: Node = {
		id: known?.id ?? world.store.nextId(),
		owner: known?.owner ?? person.uid,
		path: known?.path ?? path,
		folder: false,
		mime: mimeOf(path),
		size,
		etag: hash.digest('hex'),
		changed: seconds(world),
		disk,
		shares: known?.shares ?? [],
	}
	world.store.apply({ kind: 'node', value: node })
	const etag = `"${node.etag}"`
	const headers = {
		'content-type': 'text/html; charset=UTF-8',
		ETag: etag,
		'OC-ETag': etag,
		'OC-FileId': fileId(node.id),
		'X-NC-OwnerId': node.owner,
		'X-NC-Permissions': 'RGDNVW',
	}
	return { status: known === undefined ? 201 : 204, headers, body: '' }
}

function fileId(id: number): string {
	return `${String(id).padStart(8, '0')}octalkdemo`
}

function get({ world, method, raw }: Request, path: string, node: Node | undefined): Answer {
	if (node === undefined) {
		return located(path)
	}
	if (node.folder) {
		const headers = { 'content-type': 'text/html; charset=UTF-8' }
		return { status: 200, headers, body: 'This is the WebDAV interface. It can only be accessed by WebDAV clients.' }
	}
	const etag = `"${node.etag}"`
	const name = encoded(basename(path))
	const headers = {
		'content-type': node.mime.startsWith('text/') ? `${node.mime};charset=UTF-8` : node.mime,
		'content-disposition': `attachment; filename*=UTF-8''${name}; filename="${name}"`,
		'last-modified': new Date(node.changed * 1000).toUTCString(),
		ETag: etag,
		'OC-ETag': etag,
	}
	const part = partOf(raw.headers.range, node.size)
	const range = part === undefined ? {} : { 'content-range': `bytes ${part.start}-${part.end}/${node.size}` }
	const length = part === undefined ? node.size : part.end - part.start + 1
	return {
		status: part === undefined ? 200 : 206,
		headers: { ...headers, ...range, 'content-length': String(length) },
		body: method === 'HEAD' ? '' : createReadStream(join(world.disk, node.disk), part),
	}
}

/** The first and last byte that a Range header asks for; undefined: all. */
function partOf(header: string | undefined, size: number): { readonly start: number, readonly end: number } | undefined {
	const [, from, to] = /^bytes=(\d+)-(\d*)$/.exec(header ?? '') ?? []
	const start = Number(from)
	return from === undefined || start >= size ? undefined : { start, end: to ? Math.min(Number(to), size - 1) : size - 1 }
}

/** As PHP encodes: brackets and the like too. */
function encoded(text: string): string {
	return encodeURIComponent(text).replace(/[!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`)
}

function makeFolder({ world, person }: Request, path: string, known: Node | undefined): Answer {
	if (known !== undefined || path === '/') {
		return error(405, 'MethodNotAllowed', 'The resource you tried to create already exists')
	}
	if (!isFolder(world, person.uid, parentOf(path))) {
		return error(409, 'Conflict', 'Parent node does not exist')
	}
	const folder = folderAt(world, person.uid, path)
	return { status: 201, headers: { 'content-type': 'text/html; charset=UTF-8', 'OC-FileId': fileId(folder.id) }, body: '' }
}

/** The folder with this path, made if it is not there yet. */
export function folderAt(world: World, owner: string, path: string): Node {
	const known = world.store.paths.get(`${owner} ${path}`)
	if (known !== undefined) {
		return known
	}
	const id = world.store.nextId()
	const facts = { mime: 'httpd/unix-directory', size: 0, etag: randomUUID().replaceAll('-', ''), changed: seconds(world) }
	const node: Node = { id, owner, path, folder: true, ...facts, disk: '', shares: [] }
	world.store.apply({ kind: 'node', value: node })
	return node
}

/** An owner's file is gone for everybody; a recipient only leaves the share. */
async function remove(world: World, uid: string, path: string, node: Node | undefined): Promise<Answer> {
	if (node === undefined) {
		return located(path)
	}
	if (node.owner !== uid) {
		const others = ({ targets }: Share): Share['targets'] => Object.fromEntries(Object.entries(targets).filter(([each]) => each !== uid))
		const shares = node.shares.map((share) => ({ ...share, targets: others(share) }))
		world.store.apply({ kind: 'node', value: { ...node, shares } })
		return { status: 204, headers: { 'content-type': 'text/html; charset=UTF-8' }, body: '' }
	}
	const below = [...world.store.nodes.values()].filter((each) => each.owner === uid && each.path.startsWith(`${node.path}/`))
	for (const each of [...below, node]) {
		world.store.apply({ kind: 'nodeGone', id: each.id })
		if (!each.folder) {
			await rm(join(world.disk, each.disk), { force: true })
		}
	}
	return { status: 204, headers: { 'content-type': 'text/html; charset=UTF-8' }, body: '' }
}

function find({ world, person, raw }: Request, path: string, node: Node | undefined): Answer {
	if (node === undefined && path !== '/') {
		return located(path)
	}
	const inside = node?.folder !== false && raw.headers.depth !== '0' ? childrenOf(world, person.uid, path) : []
	const body = [describe(person.uid, path, node), ...inside.map(([where, each]) => describe(person.uid, where, each))].join('')
	return {
		status: 207,
		headers: { 'content-type': 'application/xml; charset=utf-8', DAV: '1, 3, extended-mkcol' },
		body: `<?xml version="1.0"?>\n<d:multistatus xmlns:d="DAV:" xmlns:oc="http://owncloud.org/ns">${body}</d:multistatus>\n`,
	}
}

function childrenOf(world: World, uid: string, path: string): readonly (readonly [string, Node])[] {
	const start = `${uid} ${path === '/' ? '/' : `${path}/`}`
	return [...world.store.paths]
		.filter(([key]) => key.startsWith(start) && key.length > start.length && !key.slice(start.length).includes('/'))
		.map(([key, node]) => [key.slice(uid.length + 1), node] as const)
}

function describe(uid: string, path: string, node: Node | undefined): string {
	const folder = node?.folder ?? true
	const where = `${prefix}${uid}${path.split('/').map(encodeURIComponent).join('/')}${folder && path !== '/' ? '/' : ''}`
	const props = [
		`<d:getlastmodified>${new Date((node?.changed ?? 0) * 1000).toUTCString()}</d:getlastmodified>`,
		folder ? '' : `<d:getcontentlength>${node?.size}</d:getcontentlength>`,
		`<d:resourcetype>${folder ? '<d:collection/>' : ''}</d:resourcetype>`,
		`<d:getetag>&quot;${node?.etag ?? 'root'}&quot;</d:getetag>`,
		folder ? '' : `<d:getcontenttype>${node?.mime}</d:getcontenttype>`,
		`<oc:fileid>${node?.id ?? 0}</oc:fileid>`,
	].join('')
	const found = `<d:propstat><d:prop>${props}</d:prop><d:status>HTTP/1.1 200 OK</d:status></d:propstat>`
	return `<d:response><d:href>${where}</d:href>${found}</d:response>`
}
