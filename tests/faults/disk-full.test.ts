import type { TestContext } from 'node:test'

import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, rmSync, statfsSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { Readable } from 'node:stream'
import { test } from 'node:test'
import { setTimeout as wait } from 'node:timers/promises'
import { Failure } from '../../sidecar/core/failure.ts'
import { plain, textOf } from '../../sidecar/core/richtext.ts'
import { memoryServer } from '../../sidecar/networks/memory/server.ts'
import { systemClock } from '../../sidecar/relay/clock.ts'
import { zeroCounters } from '../../sidecar/relay/counters.ts'
import { openSpool } from '../../sidecar/relay/spool.ts'
import { openStore } from '../../sidecar/store/store.ts'
import { gatewayOf, hurriedPace, keptLog, memoryAccount, memoryRoom, startRelay, texts, until } from '../support/relay.ts'

const size = 2 * 1024 * 1024

/** Works on a real file system of two megabytes; skips the test where none can be mounted. */
async function onTinyDisk(t: TestContext, work: (folder: string) => Promise<void>): Promise<void> {
	const folder = mkdtempSync(join(tmpdir(), 'talk-relay-tiny-'))
	const mounted = process.platform === 'linux' && process.getuid?.() === 0
		&& spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${size}`, 'tmpfs', folder]).status === 0
	try {
		if (mounted) {
			await work(folder)
		} else {
			t.skip('needs Linux and root: a small file system is mounted')
		}
	} finally {
		if (mounted) {
			spawnSync('umount', ['--lazy', folder])
		}
		rmSync(folder, { recursive: true, force: true })
	}
}

/** Nothing is left. Gives back what makes room again. */
function fill(folder: string): () => void {
	const file = join(folder, 'filler')
	const { bavail, bsize } = statfsSync(folder)
	writeFileSync(file, Buffer.alloc(bavail * bsize))
	assert.equal(statfsSync(folder).bavail, 0)
	return () => rmSync(file)
}

test('on a disk that is really full nothing is lost and nothing comes twice', (t) => onTinyDisk(t, async (folder) => {
	const a = memoryServer('a.example')
	const b = memoryServer('b.example')
	const state = join(folder, 'state')
	mkdirSync(state)
	const o = {
		servers: [a, b],
		accounts: [memoryAccount('a', 'a.example'), memoryAccount('b', 'b.example')],
		gateways: [gatewayOf('family', [memoryRoom('a', 'one'), memoryRoom('b', 'two')])],
		folder: state,
	}
	const said: string[] = []
	const say = (): void => {
		const text = `${said.length} ${'x'.repeat(500)}`
		said.push(`[ana] ${text}`)
		a.post('one', 'ana', textOf(text))
	}
	const first = await startRelay(o)
	Array.from({ length: 20 }, say)
	await until(() => b.room('two').messages.length === 20)

	const empty = fill(folder)
	// The write-ahead log has room of its own for a while.
	const isFull = (): Promise<boolean> => first.store.commits.share(() => first.store.states.set('probe', String(said.length), '', 0))
		.then(() => false, (error: unknown) => String(error).includes('full'))
	while (!await isFull()) {
		say()
		assert.ok(said.length < 5000, 'the disk was never full')
	}
	Array.from({ length: 10 }, say)
	await wait(200)
	assert.ok(b.room('two').messages.length < said.length)
	await first.stop()

	// A start may be refused while it is full; what was written before is whole all the same.
	const again = startRelay(o).catch((error: unknown) => void assert.match(String(error), /full/u))
	await wait(200)
	empty()
	const second = await again ?? await startRelay(o)
	await until(() => b.room('two').messages.length >= said.length, 20_000, 'all messages')
	await until(() => second.store.outbox.waiting() === 0, 20_000, 'an empty outbox')
	await second.stop()
	assert.deepEqual(texts(b, 'two', plain), said)
}))

test('a file that does not fit on the disk leaves nothing there, and is asked for again later', (t) => onTinyDisk(t, async (folder) => {
	const store = openStore(join(folder, 'relay.db'))
	const parts = { store, log: keptLog(), counters: zeroCounters(), pace: hurriedPace, clock: systemClock }
	const spool = openSpool(parts, join(folder, 'spool'), 100 * size)
	const facts = { name: 'large.bin', mime: 'application/octet-stream', size: 2 * size, voice: false }
	const limits = [{ maxBytes: 100 * size, refusedNames: [] }]
	await assert.rejects(
		spool.keep('a 1', facts, limits, async () => Readable.from(Array.from({ length: 64 }, () => Buffer.alloc(facts.size / 64)))),
		(error) => error instanceof Failure && error.verdict.then === 'retry' && /no space left/u.test(error.message),
	)
	assert.deepEqual(readdirSync(join(folder, 'spool')), [])
	const small = await spool.keep('a 2', { ...facts, size: 1000 }, limits, async () => Readable.from([Buffer.alloc(1000)]))
	assert.ok('spooled' in small)
	store.close()
}))
