/*
 * What docs/OPERATING.md says of backups, done to the server that has the app: its database and the relay's state.
 */
import type { Federated } from './harness.ts'
import type { Nextcloud } from './nextcloud.ts'

import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { after, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'
import { arrives, crosses, stage } from './harness.ts'
import { answers, cannotInstall } from './nextcloud.ts'

const run = promisify(execFile)
const skip = cannotInstall()
const dsn = skip === false ? (JSON.parse(readFileSync(process.env.TALK_SERVERS ?? '', 'utf8')) as { readonly a: { readonly dsn?: string } }).a.dsn : undefined
const skipDump = skip !== false || dsn !== undefined ? skip : 'needs "dsn" of the server a in TALK_SERVERS (PostgreSQL), with psql and pg_dump here'
const scene = skip === false ? await stage() : undefined
const folder = mkdtempSync(join(tmpdir(), 'talk-relay-backup-'))
after(async () => {
	await scene?.close()
	rmSync(folder, { recursive: true })
})

/** The relay's state, in the data directory. */
async function stateOf(app: Nextcloud): Promise<string> {
	const of = async (name: string): Promise<string> => (await app.occ('config:system:get', name)).trim()
	return join(await of('datadirectory'), `appdata_${await of('instanceid')}`, 'talk_relay/relay/state')
}

type Side = Pick<Federated['a'], 'owner'>
async function times({ owner }: Side, text: string): Promise<number> {
	return (await owner.said())
		.filter(({ message }) => message.endsWith(text)).length
}

test('with an empty state folder the relay comes back complete, and brings nothing twice', { skip }, async () => {
	const { app, federate, switchRelay } = scene ?? assert.fail()
	const talk = await federate()
	await talk.a.owner.post('de antes, aquí')
	await talk.b.owner.post('de antes, allí')
	await Promise.all([arrives(talk.b, 'de antes, aquí'), arrives(talk.a, 'de antes, allí')])
	await switchRelay(false)
	await app.run('rm', '-r', await stateOf(app))
	await switchRelay(true)
	await Promise.all([crosses(talk.a, talk.b), crosses(talk.b, talk.a)])
	await sleep(2000)
	assert.deepEqual(await Promise.all([times(talk.b, 'de antes, aquí'), times(talk.a, 'de antes, allí')]), [1, 1])
	const { members } = await talk.state()
	assert.deepEqual(members.map(({ state }) => state), ['working'])
})

test('database and state from one backup: what the other side wrote since arrives again, copies are known, nothing comes twice', { skip: skipDump }, async () => {
	const { app, federate, switchRelay } = scene ?? assert.fail()
	const talk = await federate()
	const dump = join(folder, 'dump.sql')
	const state = await stateOf(app)
	const early = await talk.b.owner.post('antes de la copia, allí')
	const copy = await arrives(talk.a, 'antes de la copia, allí')
	await switchRelay(false)
	await app.occ('maintenance:mode', '--on')
	await run('pg_dump', ['--clean', '--if-exists', '--no-owner', '--file', dump, dsn ?? ''])
	await run('cp', ['--archive', state, join(folder, 'state')])
	await app.occ('maintenance:mode', '--off')
	await answers(app)
	await switchRelay(true)

	await talk.a.owner.post('después de la copia, aquí')
	await talk.b.owner.post('después de la copia, allí')
	await Promise.all([arrives(talk.b, 'después de la copia, aquí'), arrives(talk.a, 'después de la copia, allí')])

	await switchRelay(false)
	await app.occ('maintenance:mode', '--on')
	await run('psql', ['--quiet', '--set', 'ON_ERROR_STOP=1', '--single-transaction', '--file', dump, dsn ?? ''], { maxBuffer: 50_000_000 })
	await run('rm', ['-r', state])
	await run('cp', ['--archive', join(folder, 'state'), state])
	await app.occ('maintenance:mode', '--off')
	// Folders made since the backup are on the disk, but the database does not know of them.
	await app.occ('files:scan', '--all', '--quiet')
	await answers(app)
	assert.equal(await times(talk.a, 'después de la copia, aquí'), 0, 'the database is the one of before')
	await switchRelay(true)
	await arrives(talk.a, 'después de la copia, allí')

	// A copy of before is known for what it is.
	await talk.a.owner.post('una respuesta', { replyTo: copy.id })
	const answer = await arrives(talk.b, 'una respuesta')
	assert.equal(answer.parent?.id, early.id)
	await Promise.all([crosses(talk.a, talk.b), crosses(talk.b, talk.a)])
	await sleep(2000)
	const once = ['antes de la copia, allí', 'después de la copia, allí', 'una respuesta']
	assert.deepEqual(await Promise.all(once.map((text) => times(talk.a, text))), [1, 1, 1])
	assert.deepEqual(await Promise.all([...once, 'después de la copia, aquí'].map((text) => times(talk.b, text))), [1, 1, 1, 1])
})
