import type { Clock } from '../../sidecar/relay/clock.ts'

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { gate } from '../../sidecar/relay/gates.ts'

/** Time that passes only when a test says so; whoever sleeps is woken by the signal alone. */
function standing(): Clock & { ticked: number } {
	const clock = {
		ticked: 0,
		now: () => clock.ticked,
		ticks: () => clock.ticked,
		random: () => 0,
		async sleep(_: number, signal?: AbortSignal): Promise<void> {
			await new Promise<void>((resolve) => signal?.addEventListener('abort', () => resolve(), { once: true }))
		},
	}
	return clock
}

async function letsThrough(one: ReturnType<typeof gate>): Promise<boolean> {
	const giveUp = new AbortController()
	const passed = one.pass(giveUp.signal)
	await new Promise((resolve) => setImmediate(resolve))
	giveUp.abort()
	return passed
}

test('many attempts that are refused at once count as one: the first probe is the early one', async () => {
	const clock = standing()
	const account = gate(clock, [60, 300, 900, 3600])
	for (let n = 0; n < 100; n += 1) {
		account.close()
	}
	clock.ticked = 61
	assert.equal(await letsThrough(account), true)
	account.close()
	clock.ticked = 61 + 299
	assert.equal(await letsThrough(account), false)
	clock.ticked = 61 + 301
	assert.equal(await letsThrough(account), true)
})

test('while one probes, the others wait; what comes of it is theirs too', async () => {
	const clock = standing()
	const account = gate(clock, [60])
	account.close()
	clock.ticked = 61
	assert.equal(await letsThrough(account), true)
	assert.equal(await letsThrough(account), false)
	account.open()
	assert.equal(await letsThrough(account), true)
	assert.equal(await letsThrough(account), true)
})
