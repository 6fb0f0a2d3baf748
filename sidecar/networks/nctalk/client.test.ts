import type { IncomingMessage, ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { HostRules } from '../../core/network.ts'
import type { Ask } from './client.ts'
import type { TalkSettings } from './settings.ts'

import assert from 'node:assert/strict'
import { once } from 'node:events'
import { mkdtempSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { createServer as createSecureServer } from 'node:https'
import { createServer as createPlainServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { after, test } from 'node:test'
import { gzipSync } from 'node:zlib'
import { failureOf } from '../../core/failure.ts'
import { usualPace } from '../../core/pace.ts'
import { openClient } from './client.ts'
import { certificate, key } from './samples/certificate.ts'

type Answering = (request: IncomingMessage, response: ServerResponse) => void

const closing = new AbortController()
const open: { close(): unknown }[] = []
after(async () => {
	closing.abort()
	await Promise.all(open.map((one) => one.close()))
})

function settings(server: string, more: Partial<TalkSettings> = {}): TalkSettings {
	return {
		server,
		login: 'puente',
		password: 'geheim',
		skipTlsVerify: false,
		separateDisplayName: false,
		caFile: undefined,
		proxy: undefined,
		liveRooms: 4,
		...more,
	}
}

function client(server: string, more: Partial<TalkSettings> = {}, answerWithin = 2000, signal = closing.signal, hosts?: HostRules) {
	const made = openClient(settings(server, more), { pace: { ...usualPace, answerWithin }, signal, ...(hosts && { hosts }) })
	open.push(made)
	return made
}

async function serve(answer: Answering): Promise<string> {
	const server = createServer(answer).listen(0, '127.0.0.1')
	await once(server, 'listening')
	open.push({ close: () => server.closeAllConnections() }, server)
	return `http://localhost:${(server.address() as AddressInfo).port}`
}

const envelope = (data: unknown): string => JSON.stringify({ ocs: { meta: { status: 'ok', statuscode: 200 }, data } })
const read: Ask = { pool: 'read', method: 'GET', path: '/ocs/v2.php/x' }
const write: Ask = { pool: 'write', method: 'POST', path: '/ocs/v2.php/x', body: { message: 'hola' } }

/** What comes of a request: the answer's data, or the failure in one line. */
async function outcome(asking: Promise<{ readonly data?: unknown, readonly status?: number }>): Promise<string> {
	try {
		const answer = await asking
		return JSON.stringify(answer.data ?? answer.status)
	} catch (error) {
		const { verdict, left, message } = failureOf(error)
		assert.doesNotMatch(message, /geheim|Z2Vo/)
		return `${verdict.then} ${left}: ${message}`
	}
}

test('client: asks as Talk wants it, with the text in the body', async () => {
	const seen: (string | undefined)[] = []
	const url = await serve((request, response) => {
		void buffer(request).then((body) => {
			seen.push(
				request.method,
				request.url,
				body.toString(),
				request.headers.authorization,
				String(request.headers['ocs-apirequest']),
				request.headers.accept,
				request.headers['content-type'],
				request.headers['user-agent'],
			)
			response.end(envelope({ id: 7 }))
		})
	})
	assert.equal(await outcome(client(`${url}/nextcloud/`).request({ ...write, query: { a: 'ñ&' } })), '{"id":7}')
	assert.deepEqual(seen.slice(0, 7), ['POST', '/nextcloud/ocs/v2.php/x?a=%C3%B1%26', '{"message":"hola"}', `Basic ${Buffer.from('puente:geheim').toString('base64')}`, 'true', 'application/json', 'application/json'])
	assert.match(seen[7] ?? '', /^TalkRelay\/\d+\.\d+\.\d+/)
})

const broken: readonly (readonly [what: string, answer: Answering, onRead: RegExp, onWrite: RegExp])[] = [
	['hangs', () => undefined, /^retry nothing: localhost:\d+ did not answer within 0.3 s/, /^retry unknown: localhost/],
	['resets', (request) => request.socket.destroy(), /^retry nothing: .* broke the connection off before/, /^retry unknown: .* broke/],
	['sends half', (_request, response) => {
		response.writeHead(200, { 'content-length': '1000' }).write('{"ocs":')
		setTimeout(() => response.destroy(), 20)
	}, /^retry nothing: .*(?:half an answer|in the middle)/, /^retry unknown/],
	['stops in the middle', (_request, response) => response.writeHead(200).write('{"ocs":'), /^retry nothing: .* then sent nothing for 0.3 s/, /^retry unknown/],
	['trickles for ever', (_request, response) => {
		const drip = setInterval(() => response.write(' '), 50)
		response.on('close', () => clearInterval(drip))
	}, /^retry nothing: .* did not finish its answer within 2 s/, /^retry unknown/],
	['says nothing', (_request, response) => response.end(), /^retry nothing: .* answered with nothing/, /^retry unknown/],
	['shows a page', (_request, response) => response.end('<!DOCTYPE html><p>Sorry'), /^retry nothing: .* a web page instead/, /^retry unknown/],
	['speaks other JSON', (_request, response) => response.end('{"hello":1}'), /^retry nothing: .* half an answer/, /^retry unknown/],
	['is no HTTP', (request) => request.socket.end('SSH-2.0-OpenSSH\r\n'), /^retry nothing: .* not HTTP/, /^retry unknown/],
	['breaks its packing', (_request, response) => response.setHeader('content-encoding', 'gzip').end(gzipSync(envelope([])).subarray(0, 30)), /^retry nothing: .* half an answer/, /^retry unknown/],
	['floods', (_request, response) => {
		const flood = (): unknown => response.destroyed || (response.write(' '.repeat(1024 * 1024)) ? setImmediate(flood) : response.once('drain', flood))
		flood()
	}, /^retry nothing: .* more than 32 MiB/, /^retry unknown/],
]

for (const [what, answer, onRead, onWrite] of broken) {
	test(`client: a server that ${what}`, async () => {
		const asked = client(await serve(answer), {}, 300)
		// A trickle is bounded by four times the waiting time; undici's own clock ticks twice a second.
		assert.match(await outcome(asked.request(read)), new RegExp(onRead.source.replace('within 2 s', 'within [12] s')))
		assert.match(await outcome(asked.request(write)), onWrite)
	})
}

test('client: nobody there', async () => {
	const gone = createPlainServer().listen(0, '127.0.0.1')
	await once(gone, 'listening')
	const { port } = gone.address() as AddressInfo
	gone.close()
	assert.match(await outcome(client(`http://127.0.0.1:${port}`).request(write)), /^retry nothing: .* refuses connections/)
	assert.match(await outcome(client('http://no.such.name.invalid').request(write)), /^retry nothing: .*no\.such\.name\.invalid/)
})

test('client: a connection that ends while it is made leaves nothing', async () => {
	const server = createPlainServer((socket) => socket.destroy()).listen(0, '127.0.0.1')
	await once(server, 'listening')
	open.push(server)
	const url = `https://localhost:${(server.address() as AddressInfo).port}`
	assert.match(await outcome(client(url).request(write)), /^retry nothing/)
})

test('client: certificates', async () => {
	const server = createSecureServer({ cert: certificate, key }, (_request, response) => response.end(envelope([1]))).listen(0, '127.0.0.1')
	await once(server, 'listening')
	open.push({ close: () => server.closeAllConnections() }, server)
	const { port } = server.address() as AddressInfo
	const url = `https://localhost:${port}`
	const caFile = join(mkdtempSync(join(tmpdir(), 'ca-')), 'ca.pem')
	writeFileSync(caFile, certificate)
	assert.match(await outcome(client(url).request(write)), /^retry nothing: the TLS certificate of localhost:\d+ is signed by itself: name it with CAFile/)
	assert.equal(await outcome(client(url, { caFile }).request(write)), '[1]')
	assert.equal(await outcome(client(url, { skipTlsVerify: true }).request(write)), '[1]')
	assert.match(await outcome(client(`https://127.0.0.1:${port}`, { caFile }).request(write)), /^retry nothing: .* is for another host name/)
	assert.match(await outcome(client(url, { caFile: '/nowhere/ca.pem' }).request(write)), /^closeAccount nothing: .*CAFile.*ENOENT/)
	assert.match(await outcome(client(`http://localhost:${port}`).request(write)), /^retry /)
})

test('client: https spoken to a server that has none', async () => {
	const url = await serve((_request, response) => response.end(envelope([])))
	assert.match(await outcome(client(url.replace('http:', 'https:')).request(write)), /^retry nothing: no TLS with localhost/)
})

test('client: through a proxy', async () => {
	const asked: string[] = []
	const proxy = await serve((request, response) => {
		asked.push(request.url ?? '')
		response.end(envelope('through'))
	})
	assert.equal(await outcome(client('http://cloud.invalid', { proxy }).request(read)), '"through"')
	assert.match(asked[0] ?? '', /^(?:http:\/\/cloud\.invalid)?\/ocs\/v2\.php\/x$/)
	assert.match(await outcome(client('http://cloud.invalid', { proxy: 'nonsense' }).request(read)), /^closeAccount nothing: the proxy’s address/)
})

test('client: through the administrator’s proxy, wherever that is, unless the account has one of its own or its server is excepted', async () => {
	const passed: string[] = []
	const proxyNamed = (name: string) => serve((_request, response) => {
		passed.push(name)
		response.end(envelope(name))
	})
	const [wide, own] = [await proxyNamed('wide'), await proxyNamed('own')]
	const hosts = (except: readonly string[]) => ({ localServers: false, allowedHosts: [], refusedHosts: [], proxy: { url: wide, except } })
	assert.equal(await outcome(client('http://cloud.invalid', {}, 2000, closing.signal, hosts([])).request(read)), '"wide"')
	assert.match(await outcome(client('http://cloud.invalid', { proxy: own }, 2000, closing.signal, hosts([])).request(read)), /localhost is in the local network/)
	assert.match(await outcome(client('http://cloud.invalid', {}, 2000, closing.signal, hosts(['invalid'])).request(read)), /^retry nothing: /)
	assert.match(await outcome(client('http://10.0.0.1', {}, 2000, closing.signal, hosts([])).request(read)), /10\.0\.0\.1 is in the local network/)
	assert.deepEqual(passed, ['wide'])
})

test('client: sends that hang don’t keep reading waiting', async () => {
	const url = await serve((request, response) => request.method === 'GET' && response.end(envelope([])))
	const asked = client(url, {}, 5000)
	const stop = new AbortController()
	const hanging = Array.from({ length: 20 }, () => outcome(asked.request({ ...write, signal: stop.signal })))
	const began = Date.now()
	await Promise.all(Array.from({ length: 20 }, () => asked.request(read)))
	assert.ok(Date.now() - began < 2000)
	stop.abort()
	const ends = await Promise.all(hanging)
	assert.equal(ends.filter((end) => end.startsWith('retry unknown')).length, 6, 'what was under way')
	assert.equal(ends.filter((end) => end.startsWith('retry nothing')).length, 14, 'what never got a connection')
})

test('client: given up when the account is closed', async () => {
	const stop = new AbortController()
	const asked = client(await serve(() => undefined), {}, 5000, stop.signal)
	const hanging = outcome(asked.request(write))
	setTimeout(() => stop.abort(), 50)
	assert.match(await hanging, /^retry unknown: .*no longer wanted/)
	assert.match(await outcome(asked.request(write)), /^retry nothing: .*no longer wanted/)
})

test('client: a packed answer', async () => {
	const url = await serve((_request, response) => response.setHeader('content-encoding', 'gzip').end(gzipSync(envelope({ ñ: 1 }))))
	assert.equal(await outcome(client(url).request(read)), '{"ñ":1}')
})

test('client: a file goes up in one stream of known length', async () => {
	const seen: unknown[] = []
	const url = await serve((request, response) => {
		void buffer(request).then((body) => {
			seen.push(request.method, request.url, request.headers['content-length'], request.headers['transfer-encoding'], body.length)
			response.writeHead(201).end()
		}, () => response.destroy())
	})
	const body = { stream: Readable.from([Buffer.alloc(100_000), Buffer.alloc(5)]), size: 100_005 }
	assert.equal((await client(url).dav({ method: 'PUT', path: '/remote.php/dav/files/x/%C3%B1', body })).status, 201)
	assert.deepEqual(seen, ['PUT', '/remote.php/dav/files/x/%C3%B1', '100005', undefined, 100_005])
	const short = { stream: Readable.from([Buffer.alloc(3)]), size: 10 }
	assert.match(await outcome(client(url).dav({ method: 'PUT', path: '/x', body: short })), /^retry .*not as long/)
})

test('client: a file comes down in a stream', async () => {
	const url = await serve((request, response) => {
		switch (request.url) {
			case '/whole': return response.end('abcdef')
			case '/longer': return response.end('abcdefg')
			case '/short': return response.writeHead(200, { 'content-length': '6' }).write('abc', () => response.destroy())
			case '/locked': return response.writeHead(423).end('<xml/>')
			case '/refused': return response.writeHead(401).end()
			default: return response.writeHead(404).end('<xml/>')
		}
	})
	const asked = client(url, {}, 500)
	const down = async (path: string) => ({ data: (await buffer(await asked.download(path, 6))).toString() })
	assert.equal(await outcome(down('/whole')), '"abcdef"')
	assert.match(await outcome(down('/gone')), /^drop nothing: the file is no longer there/)
	assert.match(await outcome(down('/locked')), /^retry nothing/)
	assert.match(await outcome(down('/refused')), /^closeAccount/)
	assert.match(await outcome(down('/short')), /^retry nothing: localhost/)
	assert.match(await outcome(down('/longer')), /^retry nothing: a file arrived with 7 instead of 6 bytes/)
})
