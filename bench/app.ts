import type { Posted } from '../tests/support/talk-shapes.ts'
import type { Room } from '../tests/support/talk.ts'
import type { Figure } from './support/statistics.ts'

import { randomBytes } from 'node:crypto'
import { hostname } from 'node:os'
import process from 'node:process'
import { setTimeout as sleep } from 'node:timers/promises'
import { keyOf } from '../sidecar/core/mark.ts'
import { openDoor } from '../sidecar/door/client.ts'
import { stage } from '../tests/federation/harness.ts'
import { api } from '../tests/federation/nextcloud.ts'
import { atMost, quantile, round } from './support/statistics.ts'

async function timed(work: () => Promise<unknown>): Promise<number> {
	const from = performance.now()
	await work()
	return performance.now() - from
}

/** Medians in ms. */
interface Added { readonly plain: number, readonly more: number }

/** Posts in two conversations in turn, so that both see the same machine; what the second one's median has more. */
async function added(plain: Room, federated: Room, messages: number, pause: number): Promise<Added> {
	const times: Record<'plain' | 'federated', number[]> = { plain: [], federated: [] }
	for (let n = 0; n < messages; n += 1) {
		times.plain.push(await timed(() => plain.owner.post(`measured ${n}`)))
		times.federated.push(await timed(() => federated.owner.post(`measured ${n}`)))
		await sleep(pause)
	}
	const [one, other] = [quantile(times.plain, 0.5), quantile(times.federated, 0.5)]
	return { plain: one, more: other - one }
}

/**
 * What a federated conversation costs the sender of a message: the listener's row and its poke, with the relay running, hanging
 * (SIGSTOP) and stopped. Needs the app on the server a. `pause`: ms after each pair of posts, so that the relay's own work on the same
 * machine is over.
 */
export async function sender({ messages, pause }: { readonly messages: number, readonly pause: number }): Promise<readonly Figure[]> {
	const scene = await stage()
	const figures: Figure[] = []
	try {
		const { a: federated } = await scene.federate()
		const plain = await scene.lab.a.newRoom({ people: [scene.lab.a.other] })
		const measure = async (state: string): Promise<void> => {
			const { plain: usual, more } = await added(plain, federated, messages, pause)
			figures.push({ what: `a POST in a conversation of its own, relay ${state}: median`, value: round(usual), unit: 'ms' })
			figures.push(atMost(`added where it is federated, relay ${state}`, more, 'ms', 2))
		}
		await measure('running')
		const { lease } = await scene.admin.get<{ readonly lease: { readonly pid: number } }>('GET', `${api}/admin/state`)
		await scene.app.run('kill', '-STOP', String(lease.pid))
		await measure('hanging')
		await scene.app.run('kill', '-CONT', String(lease.pid))
		await scene.switchRelay(false)
		await measure('stopped')
		await scene.switchRelay(true)
	} finally {
		await scene.close()
	}
	return figures
}

/** Fifty messages in one request through the app's door, and one alone. Another relay has taken over meanwhile. */
export async function injected({ rounds }: { readonly rounds: number }): Promise<readonly Figure[]> {
	const scene = await stage()
	const ended = new AbortController()
	try {
		const { a } = await scene.federate()
		// As if it ran elsewhere: who is stopped by an administrator gets no lease, and the app's own process would take it back.
		await scene.app.occ('config:app:set', 'talk_relay', 'mode', '--value', 'external')
		const secret = (await scene.app.occ('config:app:get', 'talk_relay', 'secret')).trim()
		const door = openDoor({ address: { base: scene.app.url }, secret, answerWithin: 60_000, signal: ended.signal })
		await door.lease({ relay: randomBytes(8).toString('hex'), version: 'bench', node: process.version, pid: process.pid, host: hostname(), control: '' })
		// A key that was used before would only be answered as it was then.
		const word = [...randomBytes(12)].map((byte) => 'abcdefghijklmnopqrstuvwxyz234567'[byte % 32]).join('')
		let count = 0
		const items = (size: number) => Array.from({ length: size }, () => ({
			do: 'send' as const,
			key: keyOf(word, count += 1, 0),
			token: a.token,
			actor: { id: 'bench@elsewhere.example', name: 'Bench' },
			text: `injected ${count}`,
			silent: false,
			files: [],
		}))
		const fifty: number[] = []
		const single: number[] = []
		for (let round = 0; round < rounds; round += 1) {
			fifty.push(await timed(() => door.deliver(items(50))) / 50)
			single.push(await timed(() => door.deliver(items(1))))
		}
		await door.close()
		const stands = (await a.owner.said()).filter((message: Posted) => message.message.startsWith('injected ')).length
		await scene.app.occ('config:app:set', 'talk_relay', 'mode', '--value', 'managed')
		await scene.app.occ('talk_relay:start')
		return [
			atMost('50 messages in one request, each: median', quantile(fifty, 0.5), 'ms', 10),
			{ what: 'one message in a request: median', value: round(quantile(single, 0.5)), unit: 'ms' },
			{ what: 'messages that stand in the conversation, of those sent', value: round(stands / count, 3), unit: '' },
		]
	} finally {
		ended.abort()
		await scene.close()
	}
}
