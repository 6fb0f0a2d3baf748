import type { TestContext } from 'node:test'
import type { RichText } from '../../sidecar/core/event.ts'
import type { Gateway } from '../../sidecar/core/gateway.ts'
import type { Session } from '../../sidecar/core/network.ts'
import type { Pace } from '../../sidecar/core/pace.ts'

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Failure } from '../../sidecar/core/failure.ts'
import { personId } from '../../sidecar/core/ids.ts'
import { toMarkdown } from '../../sidecar/core/markdown.ts'
import { phrase } from '../../sidecar/core/phrase.ts'
import { holdsPhrase, textOf } from '../../sidecar/core/richtext.ts'
import { memoryServer } from '../../sidecar/networks/memory/server.ts'
import { hosted } from '../support/hosted.ts'
import { gatewayOf, memoryAccount, memoryRoom, texts, until } from '../support/relay.ts'

const [one, two, three, four] = [memoryRoom('a', 'one'), memoryRoom('b', 'two'), memoryRoom('b', 'three'), memoryRoom('a', 'four')]
const read = (text: RichText): string => toMarkdown(text, ({ of }) => `‹${of}›`)
const cannot = (): Promise<'cannot'> => Promise.resolve('cannot')

/** A relay with these gateways, at targets that can neither edit nor delete, so that it has to say so. */
async function relayOf(t: TestContext, gateways: readonly Gateway[], pace: Partial<Pace> = {}) {
	const [a, b] = [memoryServer('a.example'), memoryServer('b.example')]
	const held = await hosted({
		servers: [a, b],
		accounts: [memoryAccount('a', 'a.example'), memoryAccount('b', 'b.example')],
		gateways,
		pace,
		dress: (session: Session) => ({ ...session, edit: cannot, remove: cannot }),
	})
	t.after(() => held.stop())
	const last = (room: string): string => texts(b, room, read).at(-1) ?? ''
	return { a, b, ...held, last, says: (room: string, text: string) => until(() => last(room) === text, 5000, `${text} (${last(room)})`) }
}

const started = (actor: RichText): RichText => [phrase('{actor} started a call: {link}', { actor, link: [{ as: 'link', url: 'https://a.example/call/one', inner: [phrase('join')] }] })]
const ana: RichText = [{ as: 'mention', of: personId('ana@a.example'), name: 'Ana' }]
const english = '‹ana@a.example› started a call: [join](https://a.example/call/one)'
const spanish = '‹ana@a.example› empezó una llamada: [unirse](https://a.example/call/one)'

test('in a gateway of another language the relay speaks that one', async (t) => {
	const { a, b, says } = await relayOf(t, [gatewayOf('family', [one, two], { language: 'es_MX' })])
	a.notice('one', 'call', started(ana))
	await says('two', spanish)
	assert.ok(b.room('two').messages.every(({ text }) => !holdsPhrase(text)), 'no network sees a phrase')
	const message = a.post('one', 'ana', textOf('a las cinco'))
	await says('two', '[ana] a las cinco')
	a.edit('one', message.id, 'ana', textOf('a las seis'))
	await says('two', '[ana] ✏️ Editado: a las seis\n\nAntes: ~~a las cinco~~')
	a.remove('one', message.id, 'ana')
	await says('two', '[ana] 🗑️ borró este mensaje')
	a.post('one', 'ana', [{ as: 'italic', inner: [phrase('A file was shared here that is no longer available')] }])
	await says('two', '[ana] *Aquí se compartió un archivo que ya no está disponible*')
})

test('what a person writes is never taken for words of the relay', async (t) => {
	const { a, says } = await relayOf(t, [gatewayOf('family', [one, two], { language: 'es' })])
	a.post('one', 'ana', textOf('join {actor}'))
	await says('two', '[ana] join {actor}')
	a.notice('one', 'people', [phrase('{actor} added {user}', { actor: '{user}', user: '{actor} & $&' })])
	await says('two', '{user} añadió a {actor} & $&')
})

test('a notice is said in each gateway’s language, where it goes to several', async (t) => {
	const { a, says } = await relayOf(t, [
		gatewayOf('spanish', [one, two], { language: 'es' }),
		gatewayOf('english', [one, three]),
		gatewayOf('unknown', [one, memoryRoom('b', 'five')], { language: 'xx' }),
	])
	a.notice('one', 'call', started(ana))
	await Promise.all([says('two', spanish), says('three', english), says('five', english)])
})

test('a room of two gateways hears each in its own language', async (t) => {
	const { a, b, says } = await relayOf(t, [gatewayOf('spanish', [one, two], { language: 'es' }), gatewayOf('english', [four, two], { language: 'en' })])
	a.notice('one', 'call', started(ana))
	await says('two', spanish)
	a.notice('four', 'call', started(ana))
	await says('two', english)
	const message = a.post('four', 'ana', textOf('bye'))
	await says('two', '[ana] bye')
	a.remove('four', message.id, 'ana')
	await says('two', '[ana] 🗑️ deleted this message')
	assert.equal(b.room('two').messages.length, 4)
})

test('what comes late is announced in the gateway’s language', async (t) => {
	const { a, b, store } = await relayOf(t, [gatewayOf('spanish', [one, two], { language: 'es' }), gatewayOf('english', [one, three])], { lateAfter: 100 })
	const away = Promise.withResolvers<void>()
	b.before = async () => {
		await away.promise
		throw new Failure({ then: 'retry' }, 'away')
	}
	a.post('one', 'ana', textOf('uno'))
	a.post('one', 'ana', textOf('dos'))
	await until(() => store.outbox.waiting() === 4)
	await new Promise((resolve) => setTimeout(resolve, 150))
	b.before = () => undefined
	away.resolve()
	await until(() => store.outbox.waiting() === 0)
	assert.match(texts(b, 'two', read)[0] ?? '', /^🕓 2 mensajes, de [\d-]+ [\d:]+ a [\d:]+ UTC, llegan tarde\.$/)
	assert.match(texts(b, 'three', read)[0] ?? '', /^🕓 2 messages from [\d-]+ [\d:]+ to [\d:]+ UTC arrive late\.$/)
})

test('a notice of before phrases were carried is said as it was stored', async (t) => {
	const { a, says } = await relayOf(t, [gatewayOf('spanish', [one, two], { language: 'es' })])
	a.notice('one', 'call', [...textOf('Ana started a call'), ...textOf(': '), { as: 'link', url: 'https://a.example', inner: textOf('join') }])
	await says('two', 'Ana started a call: [join](https://a.example)')
})

test('what is answered and quoted is quoted in the gateway’s language', async (t) => {
	const { a, hosts, says } = await relayOf(t, [gatewayOf('spanish', [one, two], { language: 'es' })])
	const room = hosts[0]!
	const vote: RichText = [...textOf('📊 ¿Pizza? '), phrase('Vote in the conversation')]
	const answer = a.post('one', 'ana', textOf('sí'))
	await says('two', '[ana] sí')
	await room.heard(one, [{
		kind: 'message',
		id: `${answer.id}x` as typeof answer.id,
		room: one,
		author: { id: personId('ana@a.example'), name: 'ana', login: 'ana' },
		at: Date.now(),
		text: textOf('voto'),
		files: [],
		silent: false,
		replyTo: { id: 'unknown' as typeof answer.id, author: 'Marcos', excerpt: '📊 ¿Pizza? Vote in the conversation', of: vote },
	}], room.cursor(one)!)
	await says('two', '[ana] > Marcos: 📊 ¿Pizza? Votar en la conversación\n\nvoto')
})
