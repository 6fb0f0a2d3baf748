import type { Program } from './program.ts'

import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer } from 'node:http'
import { test } from 'node:test'
import { setTimeout } from 'node:timers/promises'
import { isAlive, startProgram } from './program.ts'

async function relayOf(program: Program): Promise<number> {
	for (let waited = 0; waited < 100; waited++) {
		const [relay] = program.children()
		if (relay !== undefined) {
			return relay
		}
		await setTimeout(50)
	}
	throw new Error('the relay was not started')
}

test('it says in plain words where the page is and how to end it', async () => {
	const program = await startProgram()
	try {
		assert.match(program.printed(), /Open this page in a browser on this machine:\s+http:\/\/127\.0\.0\.1:\d+\s/)
		assert.match(program.printed(), /Ctrl\+C ends everything/)
		assert.doesNotMatch(program.printed(), /warning/i)
	} finally {
		await program.close()
	}
})

for (const [how, end] of [
	['Ctrl+C', (program: Program) => program.interrupt()],
	['SIGTERM to it alone', (program: Program) => program.signal('SIGTERM')],
	['SIGHUP, as when its terminal is closed,', (program: Program) => program.signal('SIGHUP')],
] as const) {
	test(`${how} leaves no process, no port and no file`, async () => {
		const program = await startProgram()
		try {
			const relay = await relayOf(program)
			await setTimeout(500)
			assert.equal(isAlive(relay), true)
			assert.notDeepEqual(program.leftBehind(), [])
			assert.equal(await end(program), 0, program.printed())
			assert.equal(isAlive(relay), false)
			assert.deepEqual(program.leftBehind(), [])
			await assert.rejects(fetch(program.url))
		} finally {
			await program.close()
		}
	})
}

test('where its port is taken it takes the next one', async () => {
	const other = createServer().listen(0, '127.0.0.1')
	await once(other, 'listening')
	const address = other.address()
	const taken = typeof address === 'object' && address !== null ? address.port : 0
	const program = await startProgram(taken)
	try {
		const port = Number(new URL(program.url).port)
		assert.ok(port > taken && port <= taken + 100, `${port}`)
		assert.equal((await fetch(program.url)).status, 200)
	} finally {
		await program.close()
		other.close()
	}
})
