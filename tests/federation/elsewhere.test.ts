/*
 * A relay that the administrator runs by hand and is asked over TCP, as one on another machine is; then everything is removed.
 */
import type { Federated } from './harness.ts'

import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { DatabaseSync } from 'node:sqlite'
import { after, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { until } from '../support/until.ts'
import { arrives, stage } from './harness.ts'
import { api, cannotInstall } from './nextcloud.ts'

interface SystemMessage { readonly message: string, readonly messageParameters: { readonly actor?: { readonly name: string } } }

const skip = cannotInstall()
const scene = skip === false ? await stage() : undefined
const folder = mkdtempSync(join(tmpdir(), 'talk-relay-elsewhere-'))
const relay = { process: undefined as ReturnType<typeof spawn> | undefined, log: '' }
const found: { talk?: Federated } = {}

after(async () => {
	relay.process?.kill('SIGKILL')
	// All conversations' federation has ended by the last test; the switch is to be where the others of this folder want it.
	await scene?.admin.get('PUT', `${api}/admin/settings`, { mode: 'managed', control: '', enabled: false })
	await scene?.close()
	rmSync(folder, { recursive: true })
})

/** Nobody listens there a moment later. */
async function freePort(): Promise<number> {
	const server = createServer().listen(0, '127.0.0.1')
	await once(server, 'listening')
	const { port } = server.address() as { readonly port: number }
	await new Promise((resolve) => server.close(resolve))
	return port
}

const isIn = (room: Federated['a'], text: string): Promise<boolean> => room.owner.said().then((said) => said.some(({ message }) => message.endsWith(text)))

test('run by hand, with only an address and a secret: it is reached over TCP, and a conversation is federated through it', { skip }, async () => {
	const { admin, federate } = scene ?? assert.fail()
	const control = `127.0.0.1:${await freePort()}`
	await admin.get('PUT', `${api}/admin/settings`, { mode: 'external', control })
	const { secret, address } = await admin.get<{ readonly secret: string, readonly address: string }>('POST', `${api}/admin/secret`)
	const child = spawn(join(import.meta.dirname, '../../sidecar/bin/talk-relay'), ['serve', '--state', join(folder, 'state'), '--app', address, '--listen', control], {
		env: { PATH: process.env.PATH, TALK_RELAY_SECRET: secret },
		stdio: ['ignore', 'pipe', 'pipe'],
	})
	for (const stream of [child.stdout, child.stderr]) {
		stream.setEncoding('utf8').on('data', (text: string) => {
			relay.log += text
		})
	}
	relay.process = child
	const state = await until('the app reaches it', async () => {
		const now = await admin.get<{ readonly relay: string, readonly lease: null | { readonly pid: number } }>('GET', `${api}/admin/state`)
		return now.relay === 'running' && now.lease?.pid === child.pid ? now : undefined
	})
	assert.equal(state.lease?.pid, child.pid)
	found.talk = await federate()
})

test('switched off, it carries nothing though nobody can end it; switched on, what was written meanwhile arrives', { skip }, async () => {
	const { switchRelay, app } = scene ?? assert.fail()
	const { a, b } = found.talk ?? assert.fail()
	await switchRelay(false)
	await until('it rests', () => relay.log.includes('the app is switched off') || undefined)
	await a.owner.post('mientras está apagado')
	await b.owner.post('allí también')
	await sleep(4000)
	assert.deepEqual(await Promise.all([isIn(b, 'mientras está apagado'), isIn(a, 'allí también')]), [false, false])
	assert.equal(relay.process?.exitCode, null)
	await switchRelay(true)
	await arrives(b, 'mientras está apagado')
	await arrives(a, 'allí también')
	// By command: that takes as long as the relay needs to hear of it.
	assert.match(await app.occ('talk_relay:stop'), /does nothing any more/)
	await a.owner.post('otra vez apagado')
	await sleep(3000)
	assert.equal(await isIn(b, 'otra vez apagado'), false)
	await app.occ('talk_relay:start')
	await arrives(b, 'otra vez apagado')
})

test('an administrator stops it: it is told why nothing crosses, and how to go on', { skip }, async () => {
	const { admin } = scene ?? assert.fail()
	const { a, b } = found.talk ?? assert.fail()
	await admin.get('POST', `${api}/admin/relay`, { action: 'stop' })
	const { why, todo } = await admin.get<{ readonly why: string, readonly todo: string }>('GET', `${api}/admin/state`)
	assert.deepEqual([why, todo], ['An administrator stopped it.', 'Start it.'])
	await a.owner.post('parado')
	await sleep(3000)
	assert.equal(await isIn(b, 'parado'), false)
	await admin.get('POST', `${api}/admin/relay`, { action: 'start' })
	await arrives(b, 'parado')
})

test('all of it is removed: both conversations are told, no relay goes on, and nothing is left', { skip }, async () => {
	const { admin, app } = scene ?? assert.fail()
	const { a, b } = found.talk ?? assert.fail()
	const service = (await app.occ('config:app:get', 'talk_relay', 'service_user')).trim()
	assert.match(await app.occ('user:info', service), /enabled/)
	assert.match(await app.occ('talk_relay:purge', '--no-interaction'), /All of it was removed/)
	await arrives(b, 'This conversation is no longer joined with')
	const newest = `/ocs/v2.php/apps/spreed/api/v1/chat/${a.token}?lookIntoFuture=0&limit=20`
	const system = await a.owner.connection.get<readonly SystemMessage[]>('GET', newest)
	const told = system.find(({ message }) => message.includes('ended the federation of this conversation'))
	assert.equal(told?.messageParameters.actor?.name, 'Administration')
	await a.owner.post('ya no')
	await sleep(3000)
	assert.equal(await isIn(b, 'ya no'), false)
	assert.equal(await isIn(b, 'parado'), true, 'what was written stays')
	await assert.rejects(app.occ('user:info', service))
	assert.equal(await app.occ('talk_relay:gateways', '--output=json').then((text) => (JSON.parse(text) as unknown[]).length), 0)
	assert.deepEqual((await a.owner.connection.get<readonly unknown[]>('GET', `${api}/accounts`).catch(() => [])), [])
	const kept = JSON.parse(await app.occ('config:list', 'talk_relay', '--output=json')) as { readonly apps: { readonly talk_relay: Readonly<Record<string, string>> } }
	assert.deepEqual(Object.keys(kept.apps.talk_relay).sort(), ['enabled', 'installed_version', 'types'])
	// The relay that ran elsewhere keeps no password of an account.
	const database = new DatabaseSync(join(folder, 'state', 'relay.db'), { readOnly: true })
	assert.deepEqual(database.prepare('SELECT name FROM facts WHERE name = ?').all('configuration'), [])
	database.close()
	assert.equal((await admin.get<{ readonly relay: string }>('GET', `${api}/admin/state`)).relay, 'off')
})
