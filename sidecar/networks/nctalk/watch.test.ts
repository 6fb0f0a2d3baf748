import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { cursor, messageId, personId, roomId } from '../../core/ids.ts'
import { fakeHost, hurried } from './host.fake.ts'
import { reading, room, token, usual, withLab } from './lab.fake.ts'

test('reads what is said, in order, from the newest message on; never what a relay wrote', () => withLab(async (lab) => {
	await lab.say('before')
	await reading(lab)
	await lab.say('one')
	await lab.say('two', 'ana')
	await lab.say('[laura] copied', 'puente', { referenceId: 'talkrelay-abcdefghijkl-1' })
	await lab.say('by hand', 'puente')
	await lab.host.until('by hand', () => lab.host.texts().includes('by hand'))
	assert.deepEqual(lab.host.texts(), ['one', 'two', 'by hand'])
	assert.deepEqual(lab.host.events.map(({ author }) => author.id.split('@')[0]), ['marcos', 'ana', 'puente'])
}))

test('what was changed before reading began is not told', () => withLab(async (lab) => {
	const id = await lab.say('before')
	await lab.as('marcos')('PUT', `/apps/spreed/api/v1/chat/${token}/${id}`, { message: 'changed before' })
	await lab.as('ana')('POST', `/apps/spreed/api/v1/reaction/${token}/${id}`, { reaction: '👍' })
	await sleep(1100)
	await reading(lab)
	await lab.as('ana')('POST', `/apps/spreed/api/v1/reaction/${token}/${id}`, { reaction: '🎉' })
	await lab.host.until('the later reaction', () => lab.host.events.length > 0)
	assert.deepEqual(lab.host.events.map((event) => event.kind === 'reaction' && event.emoji), ['🎉'])
}))

test('answers, edits, deletions and reactions are read, also in a room that has gone quiet', () => withLab(async (lab) => {
	await reading(lab)
	const id = await lab.say('one')
	await lab.host.until('one', () => lab.host.texts().includes('one'))
	await sleep(hurried.livelyFor + 100)
	const chat = `/apps/spreed/api/v1/chat/${token}`
	const reaction = `/apps/spreed/api/v1/reaction/${token}/${id}`
	await lab.as('ana')('POST', reaction, { reaction: '👍' })
	await lab.host.until('the reaction', () => lab.host.events.some((event) => event.kind === 'reaction'))
	lab.host.known = [{ emoji: '👍', by: personId(`ana@${new URL(lab.server.url).host}`) }]
	await lab.as('ana')('DELETE', reaction, { reaction: '👍' })
	await lab.host.until('its removal', () => lab.host.events.some((event) => event.kind === 'reaction' && event.removed))
	await lab.as('marcos')('PUT', `${chat}/${id}`, { message: 'uno' })
	await lab.host.until('the edit', () => lab.host.events.some((event) => event.kind === 'edit' && event.target === messageId(id)))
	await lab.say('two', 'ana', { replyTo: id })
	await lab.host.until('the answer', () => lab.host.events.some((event) => event.kind === 'message' && event.replyTo?.id === messageId(id)))
	await lab.as('marcos')('DELETE', `${chat}/${id}`)
	await lab.host.until('the deletion', () => lab.host.events.some((event) => event.kind === 'deletion' && event.target === messageId(id)))
	assert.deepEqual(lab.host.lines.filter((line) => /^(?:warn|error)/.test(line)), [])
}))

test('files are kept before anybody is told of them; one that is gone is said to be', () => withLab(async (lab) => {
	await reading(lab)
	const authorization = `Basic ${btoa('ana:ana-app-password')}`
	const share = async (name: string, caption: string): Promise<void> => {
		const put = await fetch(`${lab.server.url}/remote.php/dav/files/ana/${encodeURIComponent(name)}`, { method: 'PUT', headers: { authorization }, body: `in ${name}` })
		assert.ok(put.ok)
		await lab.as('ana')('POST', '/apps/files_sharing/api/v1/shares', { shareType: 10, shareWith: token, path: `/${name}`, talkMetaData: JSON.stringify({ caption }) })
	}
	await share('a b.txt', 'first')
	lab.server.faults.add({ match: { method: 'GET', path: '/remote.php/dav/.*gone' }, then: { do: 'status', code: 404, body: '' } })
	await share('gone.txt', 'second')
	await lab.say('after')
	await lab.host.until('after', () => lab.host.texts().includes('after'))
	const files = lab.host.events.flatMap((event) => event.kind === 'message' ? event.files : [])
	assert.deepEqual(files.map((file) => 'refused' in file ? `${file.name} ${file.refused}` : `${file.name} ${file.size}`), ['a b.txt 10', 'gone.txt gone'])
	assert.deepEqual([...lab.host.files.values()].map((bytes) => new TextDecoder().decode(bytes)), ['in a b.txt'])
	assert.deepEqual(lab.host.texts(), ['first', 'second', 'after'])
}))

test('a file that can’t be fetched now holds up its room, and no other', () => withLab(async (lab) => {
	const session = await reading(lab)
	session.join('0therroom')
	const broken = lab.server.faults.add({ match: { method: 'GET', path: '/remote.php/dav/' }, then: { do: 'status', code: 502, body: '' } })
	await lab.say('before')
	await fetch(`${lab.server.url}/remote.php/dav/files/ana/a.txt`, { method: 'PUT', headers: { authorization: `Basic ${btoa('ana:ana-app-password')}` }, body: 'x' })
	await lab.as('ana')('POST', '/apps/files_sharing/api/v1/shares', { shareType: 10, shareWith: token, path: '/a.txt' })
	await lab.say('after')
	await lab.as('ana')('POST', '/apps/spreed/api/v1/chat/0therroom', { message: 'elsewhere' })
	await lab.host.until('elsewhere', () => lab.host.texts().includes('elsewhere'))
	await sleep(300)
	assert.deepEqual([...lab.host.texts()].sort(), ['before', 'elsewhere'])
	lab.server.faults.clear(broken)
	await lab.host.until('after', () => lab.host.texts().includes('after'))
	assert.deepEqual(lab.host.texts().filter((text) => text !== 'elsewhere'), ['before', '', 'after'])
	assert.ok(!lab.host.told.some((line) => line.startsWith('connecting:')), 'the account was well all the time')
}, { rooms: [...usual.rooms ?? [], { token: '0therroom', members: ['ana', 'puente'] }] }))

test('a message that becomes visible after a later one is read all the same', () => withLab(async (lab) => {
	await reading(lab)
	await lab.say('so that it is lively')
	await lab.host.until('it is lively', () => lab.host.texts().length > 0)
	lab.server.faults.add({ match: { method: 'POST', body: 'slow' }, times: 1, then: { do: 'lateCommit', ms: 80 } })
	const slow = lab.say('slow')
	await sleep(20)
	await lab.say('quick', 'ana')
	await lab.host.until('quick', () => lab.host.texts().includes('quick'))
	assert.ok(!lab.host.texts().includes('slow'), 'the test has no late commit')
	await slow
	await lab.host.until('slow', () => lab.host.texts().includes('slow'))
	const id = (text: string): number => Number(lab.host.events.find((event) => event.kind === 'message' && JSON.stringify(event.text).includes(text))?.id)
	assert.ok(id('slow') < id('quick'), 'the late one has the lower id')
}))

test('after a restart reading goes on where it was, also with what was not settled', () => withLab(async (lab) => {
	const session = await reading(lab)
	await lab.say('one')
	await lab.host.until('one', () => lab.host.texts().includes('one'))
	await session.close()
	const id = await lab.say('two')
	await lab.as('marcos')('POST', `/apps/spreed/api/v1/reaction/${token}/${id}`, { reaction: '❤️' })
	const again = fakeHost()
	again.cursors.set(room, lab.host.cursors.get(room) ?? cursor(''))
	const next = lab.open(again)
	next.join(token)
	await again.until('two', () => again.texts().includes('two'))
	await again.until('the reaction', () => again.events.some((event) => event.kind === 'reaction'))
	assert.deepEqual(again.texts().filter((text) => text !== 'one'), ['two'])
}))

test('what is heard but can’t be written is handed over again', () => withLab(async (lab) => {
	await reading(lab)
	lab.host.broken = new Error('the disk is full')
	await lab.say('one')
	await lab.say('two')
	await sleep(200)
	assert.deepEqual(lab.host.texts(), [])
	lab.host.broken = undefined
	await lab.host.until('two', () => lab.host.texts().includes('two'))
	assert.deepEqual(lab.host.texts(), ['one', 'two'])
}))

test('more than fits in one answer is read in order, while it goes on', () => withLab(async (lab) => {
	const session = await reading(lab)
	await session.close()
	for (let i = 0; i < 450; i += 1) {
		lab.server.say(token, { type: 'users', id: 'ana' }, `m${i}`)
	}
	const again = fakeHost()
	again.cursors.set(room, lab.host.cursors.get(room) ?? cursor(''))
	lab.open(again).join(token)
	await again.until('all', () => again.texts().length >= 450)
	assert.deepEqual(again.texts(), Array.from({ length: 450 }, (_, i) => `m${i}`))
}))

test('nothing is handed over after close', () => withLab(async (lab) => {
	const session = await reading(lab)
	await session.close()
	await lab.say('late')
	const cursors = [...lab.host.cursors.values()]
	await sleep(200)
	assert.deepEqual([lab.host.texts(), [...lab.host.cursors.values()]], [[], cursors])
}))

test('a room that we wrote to is read like a lively one: an answer is likely', () => withLab(async (lab) => {
	const host = fakeHost({ ...hurried, listEvery: 60_000, listAtMost: 60_000, livelyFor: 400, sweepEvery: 60_000 })
	const session = lab.open(host)
	session.join(token)
	await host.until('reading', () => host.told.includes('online') && host.cursors.has(room))
	await sleep(700)
	const [id] = await session.send({
		key: 'talkrelay-abcdefghijkl-7',
		address: token,
		nick: '[laura] ',
		author: { id: personId('laura@otra.example'), name: 'laura', login: 'laura' },
		text: [{ as: 'text', text: 'hola' }],
		files: [],
		silent: false,
		at: Date.now(),
		mentionEveryone: false,
	})
	assert.ok(id)
	await lab.say('an answer', 'ana', { replyTo: Number(id) })
	await host.until('the answer', () => host.texts().includes('an answer'), 1000)
	assert.deepEqual(host.texts(), ['an answer'], 'what we wrote ourselves is not heard')
}))

test('a room that was left is read no more; joined again it goes on', () => withLab(async (lab) => {
	const session = await reading(lab)
	session.leave(token)
	await lab.say('unheard yet')
	await sleep(200)
	assert.deepEqual(lab.host.texts(), [])
	session.join(token)
	await lab.host.until('what was said meanwhile', () => lab.host.texts().includes('unheard yet'))
}))

test('a room that is locked is closed for writing and opens as soon as it is unlocked', () => withLab(async (lab) => {
	await reading(lab)
	const lock = (state: number): Promise<unknown> => lab.as('marcos')('PUT', `/apps/spreed/api/v4/room/${token}/read-only`, { state })
	await lock(1)
	await lab.host.until('closed', () => lab.host.told.some((line) => line.startsWith(`${room} closed: `) && line.includes('read-only')))
	await lock(0)
	await lab.host.until('open', () => lab.host.told.at(-1) === `${room} open`)
}))

test('a login that takes no part is told so, and reads as soon as it was added', () => withLab(async (lab) => {
	const host = fakeHost({ ...hurried, probes: [60_000] })
	lab.open(host).join('private0')
	const other = roomId(host.account, 'private0')
	await host.until('closed', () => host.told.some((line) => line.startsWith(`${other} closed: `) && line.includes('is not a participant')))
	await lab.as('marcos')('POST', '/apps/spreed/api/v4/room/private0/participants', { newParticipant: 'puente', source: 'users' })
	await host.until('open', () => host.told.includes(`${other} open`))
	await lab.as('marcos')('POST', '/apps/spreed/api/v1/chat/private0', { message: 'welcome' })
	await host.until('welcome', () => host.texts().includes('welcome'))
}, { rooms: [...usual.rooms ?? [], { token: 'private0', members: [{ uid: 'marcos', type: 1 }] }] }))
