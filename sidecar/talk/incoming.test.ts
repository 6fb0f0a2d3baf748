import type { ChatEvent } from '../core/event.ts'
import type { Brought, Facts } from './incoming.ts'
import type { TalkMessage } from './types.ts'

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { accountId, roomId } from '../core/ids.ts'
import { toMarkdown } from '../core/markdown.ts'
import { plain } from '../core/richtext.ts'
import { eventOf, wants } from './incoming.ts'
import { feed, sample } from './samples/samples.ts'

const facts: Facts = {
	room: roomId(accountId('nctalk.nube'), 'fam1l1a0'),
	host: 'nube.example',
	base: 'https://nube.example',
	self: 'puente',
	bornHere: (name) => ['ana', 'marcos', 'puente', 'lucía'].includes(name.toLowerCase()),
}

const kept = { name: 'foto.png', mime: 'image/png', size: 70, voice: false, spooled: 'one' } as const

function of(name: string, at = 0): ChatEvent | undefined {
	const { messages, poll } = sample(name)
	const message = messages.at(at)
	assert.ok(message, `${name} has no message ${at}`)
	const brought: Brought = { files: wants(message).files.map(() => kept), ...(poll && wants(message).poll ? { poll } : {}) }
	return eventOf(message, facts, brought)
}

function wholeText(event: ChatEvent | undefined): string {
	return event !== undefined && 'text' in event
		? toMarkdown(event.text, ({ of: whom, name }) => `‹${whom}|${name}›`)
		: ''
}

/** One line per event: what matters of it. */
function told(event: ChatEvent | undefined): string {
	if (event === undefined) {
		return 'nothing'
	}
	const { kind, author } = event
	const words = wholeText(event)
	switch (event.kind) {
		case 'message': return [
			`${kind} ${event.id} by ${author.name} <${author.id}>${author.guest ? ' guest' : ''}: ${words}`,
			event.silent ? 'silent' : '',
			event.replyTo ? `to ${event.replyTo.id} ${event.replyTo.author}: ${event.replyTo.excerpt}` : '',
			event.thread ? `thread ${event.thread.root} ${event.thread.title}` : '',
			event.files.length > 0 ? `files ${event.files.length}` : '',
		].filter((part) => part !== '').join(' | ')
		case 'edit': return `${kind} ${event.id} of ${event.target} by ${author.name}: ${words}`
		case 'deletion': return `${kind} ${event.id} of ${event.target} by ${author.name}`
		case 'reaction': return `${kind} ${event.emoji} to ${event.target} by ${author.name}${event.own ? ' own' : ''}${event.removed ? ' removed' : ''}`
		case 'notice': return `${kind} ${event.sort}: ${words}`
		default: return event satisfies never
	}
}

const ana = 'Ana <ana@nube.example>'
const marcos = 'Marcos <marcos@nube.example>'

const table: readonly (readonly [name: string, told: string])[] = [
	['text', `message 1001 by ${marcos}: Hola a todos`],
	['markdown', `message 1002 by ${ana}: ${sample('markdown').messages[0]?.message}`],
	['mention', `message 1003 by ${marcos}: Mira, ‹ana@nube.example|Ana›: lo dijo ‹ana@nube.example|Ana›_x y también **‹ana@nube.example|Ana›**`],
	['mention-all', `message 1004 by ${marcos}: ‹everyone|all› ¿vamos?`],
	['mention-guest', `message 1006 by ${marcos}: ‹guest/0000000000000000000000000000000000000001@nube.example|Lucía› bienvenida, y @admin también`],
	['nobody-here', `message 1007 by ${ana}: ‹nobodyHere|laura› y ‹nobodyHere|Laura Pérez› (no laura@example.org) vienen; \`@pedro\` no. Pregunta a @marcos.`],
	['guest', 'message 1008 by Lucía <guest/0000000000000000000000000000000000000001@nube.example> guest: Soy nueva'],
	['silent', `message 1009 by ${ana}: Bajito | silent`],
	['relayed', 'nothing'],
	['bot-by-hand', 'message 1011 by Puente <puente@nube.example>: Lo escribo yo misma'],
	['reply', `message 1012 by ${ana}: ¿Cuándo? | to 1001 Marcos: Hola a todos`],
	['reply-to-reply', `message 1013 by ${marcos}: A las ocho | to 1012 Ana: ¿Cuándo?`],
	['thread', `message 1014 by ${marcos}: Aquí el viaje | thread 1014 El viaje`],
	['thread-message', `message 1016 by ${ana}: En tren | to 1014 Marcos: Aquí el viaje | thread 1014 El viaje`],
	['thread-reply', `message 1017 by ${marcos}: Sí | to 1016 Ana: En tren | thread 1014 El viaje`],
	['thread-renamed', 'nothing'],
	['edit', 'edit 1019 of 1012 by Ana: ¿Cuándo **exactamente**, ‹marcos@nube.example|Marcos›?'],
	['edit-by-moderator', 'edit 1020 of 1016 by Ana: En tren, claro'],
	['edit-relayed', 'nothing'],
	['reaction', 'reaction 👍 to 1001 by Ana'],
	['reaction-own', 'reaction ❤️ to 1001 by Puente own'],
	['reaction-to-relayed', 'reaction 🎉 to 1010 by Ana'],
	['deletion', 'deletion 1027 of 1013 by Marcos'],
	['deletion-relayed', 'nothing'],
	['reply-to-deleted', 'nothing'],
	['pinned', 'nothing'],
	['file', `message 1034 by ${ana}:  | files 1`],
	['file-caption', `message 1035 by ${ana}: El **plano**, ‹marcos@nube.example|Marcos› | silent | files 1`],
	['file-reply', `message 1036 by ${ana}:  | to 1001 Marcos: Hola a todos | files 1`],
	['reply-to-file', `message 1037 by ${marcos}: ¿Qué es? | to 1034 Ana: foto.png`],
	['voice', `message 1038 by ${ana}:  | files 1`],
	['caption-edited', 'edit 1039 of 1035 by Ana: El plano viejo'],
	['file-gone', `message 1040 by ${ana}: *A file was shared here that is no longer available*\n\nSolo un momento`],
	['location', `message 1041 by ${ana}: 📍 [Oficina](https://www.openstreetmap.org/?mlat=52.5450511&mlon=13.3741463#map=16/52.5450511/13.3741463)`],
	['deck-card', `message 1042 by ${ana}: 🗂 [Comprar pan](https://nube.example/apps/deck/card/7) (Casa · Hoy)`],
	['poll', `message 1043 by ${ana}: 📊 **¿Pizza?**\n1. Sí\n2. No\n3. Quizá\n[Vote in the conversation](https://nube.example/call/fam1l1a0)`],
	['poll-voted', 'nothing'],
	['poll-closed', 'notice poll: Ana ended the poll “¿Pizza?”: Sí: 1, No: 0, Quizá: 0 (1 person voted)'],
	['call-started', 'notice call: Marcos started a call: [join](https://nube.example/call/fam1l1a0)'],
	['call-joined', 'nothing'],
	['call-left', 'nothing'],
	['renamed', 'notice room: Marcos renamed the conversation to “Familia y “amigos””'],
	['description', 'notice room: Marcos changed the description of the conversation'],
	['description-removed', 'notice room: Marcos removed the description of the conversation'],
	['locked', 'notice room: Marcos locked the conversation: nobody can write there'],
	['unlocked', 'notice room: Marcos unlocked the conversation'],
	['expiration', 'notice room: Marcos made messages expire there; copies elsewhere stay'],
	['expiration-off', 'notice room: Marcos stopped messages from expiring there'],
	['added', 'notice people: Marcos added admin'],
	['promoted', 'nothing'],
	['removed', 'notice people: Marcos removed admin'],
	['group-added', 'notice people: Marcos added the group admin'],
	['group-removed', 'notice people: Marcos removed the group admin'],
	['password', 'nothing'],
	['avatar', 'nothing'],
	['left', 'notice people: Ana left the conversation'],
	['cleared', 'notice room: Marcos cleared the history of the conversation there'],
]

for (const [name, expected] of table) {
	test(`recorded: ${name}`, () => assert.equal(told(of(name)), expected))
}

test('recorded: the end of a call says how long and with whom', () => {
	assert.match(told(of('call-ended', 1)), /^notice call: The call ended after 0:42, with Marcos$/)
	assert.match(told(of('call-ended-everyone')), /^notice call: Marcos ended the call after 0:42$/)
})

test('recorded: an answer to what was deleted since keeps whom it answers', () => {
	assert.equal(told(of('reply-to-deleted', 1)), `message 1030 by ${marcos}: ¿Ya? | to 1029 Ana: `)
	assert.equal(told(of('reply-to-deleted', 2)), 'deletion 1031 of 1029 by Ana')
})

test('recorded: read late, what was deleted or relayed is left out and everything else is told once', () => {
	const events = feed.late.map((message) => eventOf(message, facts, { files: [] })).filter((event) => event !== undefined)
	const ids = events.map(({ id }) => id)
	assert.equal(new Set(ids).size, ids.length)
	for (const gone of ['1010', '1013', '1029']) {
		assert.ok(!ids.includes(gone as typeof ids[number]), gone)
	}
})

test('recorded: what a message wants before it can be turned', () => {
	const wanted = (name: string) => {
		const message = sample(name).messages[0]
		assert.ok(message)
		const { files, ...rest } = wants(message)
		return { ...rest, files: files.map(({ path }) => path) }
	}
	assert.deepEqual(wanted('text'), { files: [], people: false })
	assert.deepEqual(wanted('nobody-here'), { files: [], people: true })
	assert.deepEqual(wanted('file-caption'), { files: ['Talk/plano ü.png'], people: false })
	assert.deepEqual(wanted('poll'), { files: [], people: false, poll: 31 })
	assert.deepEqual(wanted('poll-closed'), { files: [], people: false, poll: 31 })
	assert.deepEqual(wanted('reaction-revoked'), { files: [], people: false, reactionsOf: 1001 })
	assert.deepEqual(wanted('relayed'), { files: [], people: false })
})

const first = sample('text').messages[0] as TalkMessage

test('people of other servers, bots, bridged and deleted people are authors like others', () => {
	const by = (actorType: string, actorId: string, actorDisplayName: string) => eventOf(
		{ ...first, actorType, actorId, actorDisplayName },
		facts,
		{ files: [] },
	)?.author
	assert.deepEqual(by('federated_users', 'laura@https://Otra.example:8443/', 'Laura'), {
		id: 'laura@otra.example:8443',
		name: 'Laura',
		login: 'laura',
		avatar: 'https://otra.example:8443/index.php/avatar/laura/128',
	})
	assert.deepEqual(by('bots', 'bot-0123', 'Welcome (Bot)'), { id: 'bot/bot-0123@nube.example', name: 'Welcome (Bot)', login: 'bot/bot-0123' })
	assert.deepEqual(by('bridged', 'bridge-bot', 'tom'), { id: 'tom@bridged.nube.example', name: 'tom', login: 'tom' })
	assert.deepEqual(by('deleted_users', 'deleted_users', ''), {
		id: 'deleted_users/deleted_users@nube.example',
		name: 'Deleted user',
		login: 'deleted_users/deleted_users',
	})
	assert.deepEqual(by('emails', 'ab12', ''), { id: 'email/ab12@nube.example', name: 'Guest', login: 'email/ab12', guest: true })
})

test('several files in one message are carried in their order', () => {
	const file = (id: string) => ({ type: 'file', id, name: `${id}.png`, size: '1', path: `Talk/${id}.png`, mimetype: 'image/png' })
	const album: TalkMessage = { ...first, message: '{file} {file1}', messageParameters: { file: file('a'), file1: file('b') } }
	assert.deepEqual(wants(album).files.map(({ id }) => id), ['a', 'b'])
	const event = eventOf(album, facts, { files: [kept, { ...kept, name: 'b.png' }] })
	assert.ok(event?.kind === 'message')
	assert.deepEqual([event.text, event.files.map(({ name }) => name)], [[], ['foto.png', 'b.png']])
})

test('a text that is not Markdown is taken as it stands', () => {
	const event = eventOf({ ...first, message: '*no* `code`', markdown: false }, facts, { files: [] })
	assert.ok(event?.kind === 'message')
	assert.deepEqual(event.text, [{ as: 'text', text: '*no* `code`' }])
	assert.equal(plain(event.text), '*no* `code`')
})

test('the voice message and the poll of an unknown server are told with what is there', () => {
	const poll = sample('poll').messages[0] as TalkMessage
	assert.match(told(eventOf(poll, facts, { files: [] })), /📊 \*\*¿Pizza\?\*\*\n\[Vote/)
	const closed = sample('poll-closed').messages[0] as TalkMessage
	assert.match(told(eventOf(closed, facts, { files: [] })), /Ana ended the poll “¿Pizza\?”$/)
})

test('a reaction or deletion without its message is nothing', () => {
	for (const systemMessage of ['reaction', 'message_deleted', 'message_edited']) {
		assert.equal(eventOf({ ...first, systemMessage, messageType: 'system' }, facts, { files: [] }), undefined)
	}
})
