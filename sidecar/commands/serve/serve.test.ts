import type { Ending } from './serve.ts'

import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { readServeOptions } from '../../config/serve-options.ts'
import { createLog } from '../../control/log.ts'
import { fakeApp } from '../../door/app.fake.ts'
import { fakeWorld } from '../../door/world.fake.ts'
import { openDoors } from './doors.ts'
import { serve } from './serve.ts'

// A promise that nobody waits for and that rejects fails a test by itself.
test('serve: superseded while its disk is full, a relay ends as any other, not with a crash after which it would be started again', async (t) => {
	const folder = mkdtempSync(join(tmpdir(), 'talk-relay-serve-'))
	const app = await fakeApp(fakeWorld('nube.example', ['abcd1234']))
	const options = readServeOptions([app.base], (flag) => flag === 'socket' ? join(folder, 's.sock') : undefined, false)
	assert.ok('apps' in options)
	const log = createLog({ format: 'text', level: 'error', file: join(folder, 'log') })
	const stopping = new AbortController()
	const doors = openDoors({ ...options, secret: app.secret, answerWithin: 2000, signal: stopping.signal })
	const over = Promise.withResolvers<Ending>()
	let full = false
	const served = await serve({
		options,
		state: join(folder, 'state'),
		secret: app.secret,
		networks: [],
		doors,
		log,
		end: over.resolve,
		instead: {
			store: (store) => ({
				...store,
				commits: { ...store.commits, share: (work) => full ? Promise.reject(new Error('database or disk is full')) : store.commits.share(work) },
			}),
		},
	})
	t.after(async () => {
		full = false
		await served.close()
		stopping.abort()
		await app.close()
		rmSync(folder, { recursive: true, force: true })
	})
	while (doors.door.generation === 0) {
		await sleep(20)
	}
	full = true
	app.generation += 1
	await doors.door.outbox(1).catch(() => undefined)
	assert.match((await over.promise).why, /another relay has taken over/)
	// Long enough for what was left alone to be noticed.
	await sleep(50)
})
