import type { LookupAddress } from 'node:dns'
import type { HostRules } from '../core/network.ts'

import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer } from 'node:http'
import { after, test } from 'node:test'
import { Agent, request } from 'undici'
import { failureOf } from '../core/failure.ts'
import { checkHost, guarded, guardedLookup, isInternal, proxyFor, refusal } from './guard.ts'

const strict: HostRules = { localServers: false, allowedHosts: [], refusedHosts: [] }

test('addresses of the local network, however they are written', () => {
	const inside = ['127.0.0.1', '10.1.2.3', '172.31.0.1', '192.168.1.1', '169.254.169.254', '100.64.0.1', '0.0.0.0', '224.0.0.1', '255.255.255.255', '::1', '::', 'fe80::1', 'fd00::1', 'ff02::1', '::ffff:10.0.0.1', '::ffff:7f00:1', '64:ff9b::10.0.0.1', '64:ff9b::7f00:1', '2002:a00:1::', '2001:db8::1', '::127.0.0.1', '::a00:1']
	const outside = ['8.8.8.8', '172.32.0.1', '192.167.1.1', '100.128.0.1', '2a00:1450::1', '::ffff:8.8.8.8', '64:ff9b::8.8.8.8', 'nube.example']
	assert.deepEqual(inside.filter((address) => !isInternal(address)), [])
	assert.deepEqual(outside.filter(isInternal), [])
})

test('hosts that are allowed and refused', () => {
	const some: HostRules = { localServers: true, allowedHosts: ['*.example.org', 'nube.example:8443'], refusedHosts: ['bad.example.org'] }
	const table: readonly (readonly [string, boolean])[] = [
		['cloud.example.org', true],
		['a.b.example.org', true],
		['example.org', false],
		['Nube.Example', true],
		['nube.example.', true],
		['bad.example.org', false],
		['bad.example.org.', false],
		['evilexample.org', false],
		['other.net', false],
	]
	for (const [host, expected] of table) {
		assert.equal(refusal(host, some) === undefined, expected, host)
	}
	const bücher: HostRules = { localServers: true, allowedHosts: [], refusedHosts: ['bücher.example', '*.müller.example', '*.xn--strae-oqa.example'] }
	for (const host of ['xn--bcher-kva.example', 'Bücher.example.', 'a.xn--mller-kva.example', 'a.straße.example']) {
		assert.match(refusal(host, bücher) ?? '', /does not allow/u, host)
	}
	assert.match(refusal('localhost', strict) ?? '', /local network/)
	assert.match(refusal('[::1]', strict) ?? '', /local network/)
	assert.equal(refusal('127.0.0.1', { ...strict, localServers: true }), undefined)
	assert.throws(() => checkHost('10.0.0.1', strict), /local network/)
	checkHost('10.0.0.1', undefined)
})

/** What the connection gets of a look-up with these answers. */
function looked(rules: HostRules, addresses: readonly string[], all: boolean): Promise<string> {
	const resolve = (_name: string, _options: object, done: (error: Error | null, found: LookupAddress[]) => void): void => {
		done(null, addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })))
	}
	return new Promise((answer) => {
		guardedLookup(rules, resolve)('nube.example', { all }, (error, found) => answer(error?.message ?? JSON.stringify(found)))
	})
}

test('a name is judged by the addresses that the connection itself is given', async () => {
	assert.equal(await looked(strict, ['10.0.0.1', '8.8.8.8'], false), '"8.8.8.8"')
	assert.equal(await looked(strict, ['10.0.0.1', '8.8.8.8'], true), '[{"address":"8.8.8.8","family":4}]')
	assert.match(await looked(strict, ['10.0.0.1', '::1'], true), /nube\.example leads into the local network/)
	assert.equal(await looked({ ...strict, localServers: true }, ['10.0.0.1'], false), '"10.0.0.1"')
})

const server = createServer((_, response) => response.end('reached')).listen(0, '127.0.0.1')
await once(server, 'listening')
const { port } = server.address() as { port: number }
const agents: Agent[] = []
after(async () => {
	await Promise.all(agents.map((agent) => agent.destroy()))
	server.closeAllConnections()
	server.close()
})

async function reach(url: string, rules: HostRules | undefined): Promise<string> {
	const dispatcher = new Agent({ connect: guarded({ timeout: 2000 }, rules) })
	agents.push(dispatcher)
	try {
		return await (await request(url, { dispatcher })).body.text()
	} catch (error) {
		return `${failureOf(error).verdict.then}: ${failureOf(error).message}`
	}
}

test('over real connections: by name and by address, in all spellings that a URL takes', async () => {
	for (const host of ['localhost', '127.0.0.1', '2130706433', '0x7f.1', '[::ffff:127.0.0.1]']) {
		assert.match(await reach(`http://${host}:${port}/`, strict), /^closeAccount: .*local network/, host)
	}
	assert.equal(await reach(`http://localhost:${port}/`, { ...strict, localServers: true }), 'reached')
	assert.equal(await reach(`http://127.0.0.1:${port}/`, undefined), 'reached')
	assert.match(await reach(`http://localhost:${port}/`, { ...strict, localServers: true, allowedHosts: ['nube.example'] }), /not among the servers/)
})

test('the administrator’s proxy, and what is excepted from it', () => {
	const through = (host: string, ...except: string[]) => proxyFor(host, { ...strict, proxy: { url: 'http://proxy.example:3128', except } }) !== undefined
	assert.equal(proxyFor('cloud.example', strict), undefined)
	assert.equal(proxyFor('cloud.example', undefined), undefined)
	assert.deepEqual([through('cloud.example'), through('cloud.example', ''), through('cloud.example', 'other.example')], [true, true, true])
	for (const rule of ['cloud.example', 'Cloud.Example.', '.example', 'example', '*.example', ' example ', '*']) {
		assert.equal(through('cloud.example', rule), false, rule)
	}
	assert.equal(through('mycloud.example', 'cloud.example'), true)
})
