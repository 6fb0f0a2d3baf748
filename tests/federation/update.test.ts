import type { Federated } from './harness.ts'
import type { Nextcloud } from './nextcloud.ts'

import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { cpSync, lstatSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { after, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { until } from '../support/until.ts'
import { arrives, stage } from './harness.ts'
import { api, cannotInstall, place } from './nextcloud.ts'

interface State { readonly relay: string, readonly version: string | null, readonly lease: null | { readonly pid: number } }

const skip = cannotInstall()
const scene = skip === false ? await stage() : undefined
after(() => scene?.close())

const versioned = ['appinfo/info.xml', 'dist/talk-relay.mjs']

/** A file of this app, with another version in it. */
function renumbered(folder: string, file: string, from: string, to: string): string {
	const text = readFileSync(join(folder, file), 'utf8')
	assert.ok(text.includes(from), `${file} does not name its version`)
	return text.replaceAll(from, to)
}

/** As an update leaves them: a program that runs keeps what it has read. */
function put(file: string, text: string): void {
	writeFileSync(`${file}.new`, text)
	renameSync(`${file}.new`, file)
}

/**
 * The same app of a version that does not exist, in its place; what its relay says is of that version, too. Returns how it is undone. As
 * the app store does it, the folder is another. A linked checkout is changed where it lies, as who develops does it: PHP's caches go by
 * the place to which a link led, and would not see another behind it.
 */
function putNewer(app: Nextcloud, from: string, to: string): () => void {
	if (lstatSync(place(app)).isSymbolicLink()) {
		const before = versioned.map((file) => [file, readFileSync(join(place(app), file), 'utf8')] as const)
		versioned.forEach((file) => put(join(place(app), file), renumbered(place(app), file, from, to)))
		return () => before.forEach(([file, text]) => put(join(place(app), file), text))
	}
	const folder = join(mkdtempSync(join(tmpdir(), 'talk-relay-update-')), 'talk_relay')
	cpSync(place(app), folder, { recursive: true })
	versioned.forEach((file) => put(join(folder, file), renumbered(folder, file, from, to)))
	execFileSync('chmod', ['-R', 'u+rwX,go+rX', folder])
	// Beside the apps, where Nextcloud does not take it for another one.
	const old = join(app.webroot, 'talk_relay.before')
	renameSync(place(app), old)
	cpSync(folder, place(app), { recursive: true })
	rmSync(join(folder, '..'), { recursive: true })
	return () => {
		rmSync(place(app), { recursive: true })
		renameSync(old, place(app))
	}
}

/** Everybody writes, until it is ended: the texts that were stored, by side. */
function chatter({ a, b }: Federated): { stop(): Promise<Readonly<Record<'a' | 'b', readonly string[]>>> } {
	const going = { on: true }
	const write = async (room: Federated['a'], words: string): Promise<void> => {
		for (let n = 1; going.on; n += 1) {
			// While the server is being upgraded it refuses; that is no message.
			await room.owner.tryPost(`${words} ${n}`).catch(() => undefined)
			await sleep(150)
		}
	}
	const writing = Promise.all([write(a, 'desde aquí'), write(b, 'desde allí')])
	const stored = async (room: Federated['a'], words: string): Promise<readonly string[]> => (await room.owner.said())
		.map(({ message }) => message)
		.filter((message) => message.startsWith(words))
	return {
		async stop() {
			going.on = false
			await writing
			return { a: await stored(a, 'desde aquí'), b: await stored(b, 'desde allí') }
		},
	}
}

/** All of these stand in the other room, once and in order. */
async function all(room: Federated['a'], texts: readonly string[]): Promise<void> {
	const last = texts.at(-1) ?? ''
	assert.ok(texts.length > 10, `only ${texts.length} were written`)
	const words = last.replace(/ \d+$/u, '')
	await arrives(room, ({ message }) => message.endsWith(last), 90_000)
	await sleep(3000)
	const there = (await room.owner.said()).flatMap(({ message }) => new RegExp(`${words} \\d+$`, 'u').exec(message)?.[0] ?? [])
	assert.deepEqual(there, texts)
}

test('updated under a running relay while people write on both sides: the new one takes over, nothing is lost, nothing comes twice', { skip }, async (t) => {
	const { federate, app, admin } = scene ?? assert.fail()
	const version = (await app.occ('config:app:get', 'talk_relay', 'installed_version')).trim()
	const next = version.replace(/\d+$/u, (patch) => String(Number(patch) + 1))
	const talk = await federate()
	const { lease } = await admin.get<State>('GET', `${api}/admin/state`)
	const writing = chatter(talk)
	const undo: (() => void)[] = []
	t.after(async () => {
		await writing.stop()
		undo.forEach((back) => back())
		await app.occ('upgrade')
		await app.occ('maintenance:mode', '--off')
	})
	await sleep(3000)
	// As docs/OPERATING.md says it. Without maintenance mode a message that is written while there is no folder would not be told to us.
	await app.occ('maintenance:mode', '--on')
	undo.push(putNewer(app, version, next))
	await app.occ('upgrade')
	await app.occ('maintenance:mode', '--off')
	await until('another relay runs, of the new version', async () => {
		// Until PHP has looked after all changed files the server is not itself. It answers some moments before it has its lease.
		const state = await admin.get<State>('GET', `${api}/admin/state`).catch(() => undefined)
		return state?.relay === 'running' && state.version === next && state.lease?.pid !== lease?.pid ? true : undefined
	}, { within: 150_000, every: 500 })
	assert.throws(() => process.kill(lease?.pid ?? 0, 0), /ESRCH/u)
	await sleep(3000)
	const written = await writing.stop()
	await all(talk.b, written.a)
	await all(talk.a, written.b)
})
