import type { Capabilities, TalkRoom } from '../../talk/types.ts'

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Failure } from '../../core/failure.ts'
import { abilities, describeRoom, keepAbilities, writingForbidden } from './capabilities.ts'
import recorded from './samples/capabilities-talk24.json' with { type: 'json' }

const hour = 3_600_000
const room: TalkRoom = { token: 'nb9xk3d2', type: 2, displayName: 'Familia', participantType: 3, permissions: 254, readOnly: 0, lobbyState: 0 }
const old: Capabilities = { capabilities: { spreed: { features: ['chat-v2', 'chat-replies', 'delete-messages', 'chat-reference-id'] } } }

test('capabilities: Talk 24', () => {
	assert.deepEqual(abilities(recorded, 'x'), {
		server: '34.0.1',
		talk: '24.0.0-rc.1',
		maxLength: 32_000,
		replies: true,
		edit: true,
		remove: true,
		removeUnlimited: true,
		reactions: true,
		threads: true,
		files: true,
		caption: true,
		voice: true,
		silent: true,
		referenceId: true,
		keepsNotifications: true,
		context: true,
		folder: '/Talk',
		subfolders: true,
		readPublic: false,
	})
})

test('capabilities: an old Talk can less', () => {
	const can = abilities(old, 'x')
	assert.deepEqual([can.maxLength, can.replies, can.edit, can.files, can.readPublic, can.folder], [32_000, true, false, false, undefined, '/Talk'])
	assert.equal(abilities({ capabilities: { spreed: {} } }, 'x').maxLength, 1000)
})

test('capabilities: no Talk', () => {
	assert.throws(() => abilities({ capabilities: {} }, 'nube.example'), (error) => error instanceof Failure
		&& error.verdict.then === 'closeAccount' && error.message.includes('Talk is not installed on nube.example'))
})

test('capabilities: one line for each room', () => {
	assert.equal(describeRoom(abilities(recorded, 'x'), room), [
		'“Familia” (nb9xk3d2), Talk 24.0.0-rc.1 on Nextcloud 34.0.1: carries text up to 32000 characters',
		'replies',
		'edits (within 24 h)',
		'deletions',
		'reactions',
		'files',
		'captions',
		'voice messages',
		'threads',
		'silent messages',
	].join(', '))
	const line = describeRoom(abilities(old, 'x'), { ...room, readOnly: 1, remoteServer: 'https://home.example' })
	assert.match(line, /Talk of unknown version: carries text up to 32000 characters, replies, deletions \(within 6 h\); not carried: edits/)
	assert.match(line, /not carried: .*reactions, files, captions, voice messages, threads, silent messages;/)
	assert.match(line, /its home is https:\/\/home\.example: connect it there for all of it; can be read only, for it is read-only$/)
})

const forbidden: readonly (readonly [Partial<TalkRoom>, RegExp | undefined])[] = [
	[{}, undefined],
	[{ permissions: 0 }, undefined],
	[{ readOnly: 1 }, /read-only/],
	[{ permissions: 127 }, /may not post/],
	[{ lobbyState: 1 }, /lobby/],
	[{ lobbyState: 1, participantType: 2 }, undefined],
]
for (const [state, why] of forbidden) {
	test(`capabilities: writing with ${JSON.stringify(state)}`, () => {
		const said = writingForbidden({ ...room, ...state })
		assert.ok(why ? said !== undefined && why.test(said) : said === undefined, said)
	})
}

function trial() {
	const world = { now: 5 * hour, asked: 0, works: true }
	const knowledge = keepAbilities({
		client: { host: 'x' },
		async capabilities() {
			world.asked += 1
			if (!world.works) {
				throw new Error('refused')
			}
			return recorded
		},
	}, () => world.now)
	return { world, knowledge }
}

test('capabilities: kept for an hour, asked once at a time', async () => {
	const { world, knowledge } = trial()
	assert.equal(knowledge.known(), undefined)
	await Promise.all([knowledge.get(), knowledge.get()])
	assert.equal(world.asked, 1)
	assert.equal(knowledge.known()?.talk, '24.0.0-rc.1')
	world.now += hour
	await knowledge.get()
	assert.equal(world.asked, 2)
})

test('capabilities: the old ones do while the server does not answer; without any, it is told', async () => {
	const { world, knowledge } = trial()
	world.works = false
	await assert.rejects(knowledge.get(), /refused/)
	world.works = true
	await knowledge.get()
	world.works = false
	world.now += 2 * hour
	assert.equal((await knowledge.get()).talk, '24.0.0-rc.1')
	assert.equal(world.asked, 3)
})

test('capabilities: asked anew when the server’s configuration changed', async () => {
	const { world, knowledge } = trial()
	await knowledge.get()
	knowledge.saw('a')
	knowledge.saw('a')
	knowledge.saw(undefined)
	await knowledge.get()
	assert.equal(world.asked, 1)
	knowledge.saw('b')
	await knowledge.get()
	assert.equal(world.asked, 2)
	await knowledge.get()
	assert.equal(world.asked, 2)
})
