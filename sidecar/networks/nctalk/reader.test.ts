import type { TalkMessage } from '../../talk/types.ts'
import type { ReaderParts, ReadRoom } from './reader.ts'

import fc from 'fast-check'
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { messageId, personId, roomId } from '../../core/ids.ts'
import { usualPace } from '../../core/pace.ts'
import { feed, sample } from '../../talk/samples/samples.ts'
import { answerOf } from './feed.fake.ts'
import { fakeHost } from './host.fake.ts'
import { openLane } from './lanes.ts'
import { readRoom } from './reader.ts'
import { openSchedule } from './schedule.ts'

const token = 'fam1l1a0'
const client = { host: 'nube.example', base: 'https://nube.example' } as ReaderParts['api']['client']
const people: ReaderParts['people'] = {
	of: () => Promise.resolve(feed.participants),
	changed: () => undefined,
	forget: () => undefined,
	me: () => Promise.resolve({ id: 'puente', displayName: 'Puente' }),
}

type Messages = ReaderParts['api']['messages']

function partsFor(host: ReturnType<typeof fakeHost>, messages: Messages, now: () => number): ReaderParts {
	return {
		api: {
			client,
			messages,
			poll: () => Promise.resolve(sample('poll-closed').poll),
			reactionsOf: () => Promise.resolve(sample('reaction-revoked').reactions),
			room: () => assert.fail('nobody asks for the room'),
		},
		people,
		host: { ...host, keep: (_room, id, file) => Promise.resolve({ ...file, spooled: id }) },
		troubled: new Map(),
		now,
		serverTime: () => 1_767_355_200 + now() / 1000,
	}
}

const newRoom = (host: ReturnType<typeof fakeHost>): ReadRoom => ({ token, id: roomId(host.account, token), place: undefined })

test('recorded: the whole feed, step by step, becomes events in its order', async () => {
	const host = fakeHost()
	const rows: { readonly message: TalkMessage, readonly visibleAt: number }[] = []
	const parts = partsFor(host, (_token, asked) => Promise.resolve(answerOf(rows, 0, asked)), () => 0)
	const room = newRoom(host)
	await readRoom(parts, room, 'anew', () => undefined)
	for (const { name, messages } of feed.steps) {
		if (name === 'reaction-revoked') {
			host.known = [{ emoji: '👍', by: personId('ana@nube.example') }]
		}
		rows.push(...messages.map((message) => ({ message, visibleAt: 0 })))
		await readRoom(parts, room, 'next', () => undefined)
	}
	const kinds = host.events.map(({ kind }) => kind)
	const count = (kind: string): number => kinds.filter((one) => one === kind).length
	assert.deepEqual(
		['message', 'edit', 'deletion', 'reaction', 'notice'].map((kind) => `${kind} ${count(kind)}`),
		['message 25', 'edit 3', 'deletion 2', 'reaction 7', 'notice 20'],
	)
	assert.ok(host.events.some((event) => event.kind === 'reaction' && event.removed && event.author.id === 'ana@nube.example'))
	const ids = host.events.filter(({ kind }) => kind !== 'reaction').map(({ id }) => Number(id))
	assert.deepEqual(ids, [...ids].sort((one, other) => one - other))
	assert.equal(host.cursors.get(room.id), `0/${feed.steps.at(-1)?.messages.at(-1)?.id}`)
})

const first = sample('text').messages[0] as TalkMessage
const said = (id: number, second: number): TalkMessage => ({ ...first, id, timestamp: 1_767_355_200 + second, message: `m${id}` })

test('a message that can’t be turned now holds up what follows, and what stands before it is handed over', async () => {
	const host = fakeHost()
	const file = sample('file').messages[0] as TalkMessage
	const rows = [said(1, 0), { ...file, id: 2, timestamp: said(2, 0).timestamp }, said(3, 0)].map((message) => ({ message, visibleAt: 0 }))
	const parts = partsFor(host, (_token, asked) => Promise.resolve(answerOf(rows, 0, asked)), () => 0)
	const room = newRoom(host)
	host.cursors.set(room.id, '0/0' as never)
	const failing: ReaderParts = { ...parts, host: { ...parts.host, keep: () => Promise.reject(new Error('not now')) } }
	for (let i = 0; i < 2; i += 1) {
		await assert.rejects(readRoom(failing, room, 'next', () => undefined), /not now/)
		assert.deepEqual(host.texts(), ['m1'])
		assert.equal(host.cursors.get(room.id), '0/1')
	}
	await readRoom(parts, room, 'next', () => undefined)
	assert.deepEqual(host.events.map(({ id }) => id), ['1', '2', '3'])
})

test('a full answer, or one without anything to be seen in it, says that there is more', async () => {
	const host = fakeHost()
	const rows = Array.from({ length: 250 }, (_, i) => ({ message: said(i + 1, 0), visibleAt: 0 }))
	let hidden = false
	const parts = partsFor(host, (_token, asked) => {
		const page = answerOf(rows, 0, asked)
		return Promise.resolve(hidden ? { ...page, messages: [] } : page)
	}, () => 0)
	const room = newRoom(host)
	host.cursors.set(room.id, '0/0' as never)
	const mores: boolean[] = []
	for (let i = 0; i < 3; i += 1) {
		mores.push((await readRoom(parts, room, 'next', () => undefined)).more)
	}
	assert.deepEqual([mores, host.texts().length], [[true, false, false], 250])
	hidden = true
	rows.push({ message: said(251, 0), visibleAt: 0 })
	assert.deepEqual(await readRoom(parts, room, 'next', () => undefined), { how: 'next', news: false, more: true, unsettled: true })
	assert.equal(host.cursors.get(room.id), '0/251')
})

test('a fault of ours in one message is told, and what follows goes on', async () => {
	const host = fakeHost()
	const odd = { ...said(1, 0), messageParameters: null } as unknown as TalkMessage
	const rows = [odd, said(2, 0)].map((message) => ({ message, visibleAt: 0 }))
	const parts = partsFor(host, (_token, asked) => Promise.resolve(answerOf(rows, 0, asked)), () => 0)
	const room = newRoom(host)
	host.cursors.set(room.id, '0/0' as never)
	await readRoom(parts, room, 'next', () => undefined)
	assert.deepEqual(host.texts(), ['m2'])
	assert.ok(host.lines.some((line) => /^error message 1 .*left out/.test(line)))
})

test('newest messages that expire are no backup as long as something newer follows', async () => {
	const host = fakeHost()
	let rows = [said(1, 0), said(2, 0)].map((message) => ({ message, visibleAt: 0 }))
	let now = 0
	const parts = partsFor(host, (_token, asked) => Promise.resolve(answerOf(rows, 0, asked)), () => now)
	const room = newRoom(host)
	await readRoom(parts, room, 'anew', () => undefined)
	rows = rows.slice(0, 1)
	await assert.rejects(readRoom(parts, room, 'anew', () => undefined), /looking again/)
	rows.push({ message: said(3, 5), visibleAt: 0 })
	now = 60_000
	await readRoom(parts, room, 'anew', () => undefined)
	assert.deepEqual([host.texts(), host.rewinds], [['m3'], []])
})

test('whatever becomes visible late, and however often the relay restarts, every message is handed over', async () => {
	// Two web servers whose clocks differ a little.
	const post = fc.record({
		after: fc.integer({ min: 0, max: 4000 }),
		commit: fc.integer({ min: 1, max: 2200 }),
		skew: fc.constantFrom(0, 0, 350),
	})
	const posted = fc.array(post, { minLength: 1, maxLength: 40 })
	const restarted = fc.array(fc.integer({ min: 0, max: 40_000 }), { maxLength: 3 })
	await fc.assert(fc.asyncProperty(posted, restarted, async (posts, restarts) => {
		let at = 1000
		const rows = posts.map(({ after, commit, skew }, index) => {
			at += after
			return { message: said(index + 1, Math.floor((at + skew) / 1000)), visibleAt: at + commit }
		})
		const until = at + 20_000
		const host = fakeHost(usualPace)
		let now = 0
		const parts = partsFor(host, (_token, asked) => Promise.resolve(answerOf(rows, now, asked)), () => now)
		const stops = [...restarts].sort((one, other) => one - other)
		const handed = new Map<string, number>()
		const heard = parts.host.heard
		const counting: ReaderParts = {
			...parts,
			host: {
				...parts.host,
				heard: async (room, events, cursor) => {
					events.forEach(({ id }) => handed.set(id, (handed.get(id) ?? 0) + 1))
					await heard(room, events, cursor)
				},
			},
		}
		let runs = 0
		while (now < until) {
			runs += 1
			const stop = Math.min(stops.shift() ?? until, until)
			const room = newRoom(host)
			const schedule = openSchedule({ pace: usualPace, lane: openLane(usualPace), limit: 4, wake: () => undefined })
			schedule.join(token, now)
			while (now < stop) {
				const { actions, at: next } = schedule.next(now)
				for (const action of actions) {
					if (action.do === 'list') {
						const activity = rows.filter(({ visibleAt }) => visibleAt <= now).length
						schedule.listed(now, now, action.whole, [{ token, activity, age: 0, behind: true }])
						continue
					}
					schedule.read(token, now, await readRoom(counting, room, action.how, () => schedule.answered(token, now)))
				}
				now = actions.length > 0 ? now : Math.min(Math.max(next, now + 1), stop, until)
			}
		}
		assert.deepEqual([...handed.keys()].sort(), rows.map(({ message }) => messageId(message.id)).sort())
		assert.ok([...handed.values()].every((times) => times <= runs), 'once per run at most')
	}), { numRuns: 100 })
})
