import type { Consent } from '../../sidecar/core/consent.ts'
import type { Member } from '../../sidecar/core/gateway.ts'
import type { Decision } from '../../sidecar/core/words.ts'
import type { AnswerDesk } from '../../sidecar/relay/answers.ts'
import type { Joined } from '../../sidecar/relay/notices.ts'

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Failure } from '../../sidecar/core/failure.ts'
import { plain, textOf } from '../../sidecar/core/richtext.ts'
import { memoryServer } from '../../sidecar/networks/memory/server.ts'
import { openAnswers } from '../../sidecar/relay/answers.ts'
import { systemClock } from '../../sidecar/relay/clock.ts'
import { announce } from '../../sidecar/relay/notices.ts'
import { gatewayOf, hurriedPace, memoryAccount, memoryRoom, newFolder, startRelay, texts, until } from '../support/relay.ts'

const here = memoryRoom('a', 'one')
const there = memoryRoom('b', 'two')

/** A gateway of the room `one` with the room `two` on a server without the app, whose moderator is laura. */
async function joined(consent: Consent = 'given', folder = newFolder(), servers = [memoryServer('a.example'), memoryServer('b.example')], language?: string) {
	const [a, b] = servers as [ReturnType<typeof memoryServer>, ReturnType<typeof memoryServer>]
	b.moderators.add('laura')
	const state = { consent, away: false, reports: [] as string[] }
	const direction = (now: Consent): Member['direction'] => now === 'given' ? 'inout' : 'none'
	const config = (now: Consent) => ({
		accounts: [memoryAccount('a', 'a.example'), memoryAccount('b', 'b.example')],
		gateways: [gatewayOf('g1', [here, { number: 7, room: there, direction: direction(now), nickFormat: '[{NICK}] ' }], { title: 'Familia', ...language && { language } })],
	})
	const heard = { tell: () => {} }
	const relay = await startRelay({ servers, folder, ...config(consent), answered: () => heard.tell() })
	const { store } = relay
	const members = (): readonly Joined[] => [{ member: 7, room: there, gateway: 'g1', consent: state.consent, direction: 'inout', by: 'Marcos (a.example)', title: 'Familia', host: 'a.example', ...language && { language } }]
	const desk: AnswerDesk = openAnswers({
		store,
		log: relay.log,
		pace: hurriedPace,
		clock: systemClock,
		sessionOf: relay.relay.session,
		changed: () => relay.relay.apply(config(desk.decided().get(7) ?? state.consent)),
		async report(member: number, decision: Decision, by: string) {
			if (state.away) {
				throw new Failure({ then: 'retry' }, 'the app is away')
			}
			state.reports.push(`${member} ${decision} ${by}`)
			state.consent = decision
			desk.take(members())
		},
	})
	heard.tell = desk.heard
	const take = async (): Promise<void> => {
		const woken = await store.commits.share(() => announce(store, members(), Date.now()))
		woken.forEach(relay.relay.wake)
		desk.take(members())
	}
	await take()
	await until(() => store.outbox.waiting() === 0)
	const notice = () => b.room('two').messages.find(({ text }) => plain(text).startsWith('Marcos'))!
	return {
		a,
		b,
		state,
		take,
		notice,
		desk,
		store,
		folder,
		servers,
		answer: (word: string, by = 'laura') => b.post('two', by, textOf(word), { replyTo: notice().id }),
		said: () => texts(b, 'two', plain),
		async stop() {
			await desk.stop()
			await relay.stop()
		},
	}
}

const last = (said: readonly string[]): string => said.at(-1) ?? ''

test('a room that became a member is told once who joined it with what, also after a restart', async () => {
	const first = await joined()
	assert.match(plain(first.notice().text), /^Marcos \(a\.example\) joined this conversation with “Familia” on a\.example.*stop.*pause and resume/u)
	await first.take()
	await first.stop()
	const second = await joined('given', first.folder, first.servers)
	assert.equal(second.said().filter((line) => line.startsWith('Marcos')).length, 1)
	await second.stop()
})

test('a moderator pauses, resumes and stops by answering; what is said to the relay is not carried', async () => {
	const { a, b, answer, said, state, stop } = await joined()
	answer('Pause.')
	await until(() => last(said()).startsWith('Paused'))
	await until(() => state.reports.length === 1)
	a.post('one', 'ana', textOf('nobody hears this there'))
	const resuming = answer('resume')
	await until(() => last(said()) === 'This conversation is joined from now on.')
	await until(() => state.reports.length === 2)
	b.edit('two', resuming.id, 'laura', textOf('resume, although I do not like these people'))
	a.post('one', 'ana', textOf('and this they hear'))
	await until(() => last(said()) === '[ana] and this they hear')
	assert.ok(!said().join().includes('nobody hears this'))
	answer('stop')
	await until(() => state.reports.length === 3)
	assert.deepEqual(state.reports, ['7 paused laura (b.example)', '7 given laura (b.example)', '7 stopped laura (b.example)'])
	assert.deepEqual(texts(a, 'one', plain), ['nobody hears this there', 'and this they hear'])
	await stop()
})

test('who is no moderator is told so, once, and nothing changes', async () => {
	const { answer, said, state, stop } = await joined()
	answer('stop', 'pedro')
	await until(() => last(said()).startsWith('Only a moderator'))
	assert.deepEqual(state.reports, [])
	await stop()
})

test('another answer to the notice is a message as any other, and so is such a word elsewhere', async () => {
	const { a, b, answer, stop } = await joined()
	answer('who is Marcos?', 'pedro')
	b.post('two', 'laura', textOf('stop'))
	await until(() => a.room('one').messages.length === 2)
	const [first = '', second] = texts(a, 'one', plain)
	assert.match(first, /^\[pedro\] (?:.|\n)*who is Marcos\?$/u)
	assert.equal(second, '[laura] stop')
	await stop()
})

test('a shared account carries nothing, either way, until a moderator has said yes', async () => {
	const { a, b, answer, said, notice, stop } = await joined('asked')
	assert.match(plain(notice().text), /would like to join.*with yes.*nothing is carried/u)
	a.post('one', 'ana', textOf('too early'))
	b.post('two', 'laura', textOf('too early too'))
	answer('resume')
	await until(() => last(said()) === 'That does not fit now. What a moderator can answer: yes, stop.')
	answer('yes')
	await until(() => last(said()) === 'This conversation is joined from now on.')
	b.post('two', 'laura', textOf('now'))
	await until(() => a.room('one').messages.length === 2)
	assert.deepEqual(texts(a, 'one', plain), ['too early', '[laura] now'])
	assert.ok(!said().includes('[ana] too early'))
	await stop()
})

test('what was decided holds at once while the app is away, is told to it afterwards, and survives a restart between', async () => {
	const first = await joined()
	first.state.away = true
	first.answer('pause')
	await until(() => last(first.said()).startsWith('Paused'))
	first.a.post('one', 'ana', textOf('not heard'))
	await first.stop()
	const second = await joined('given', first.folder, first.servers)
	await until(() => second.state.reports.length === 1)
	assert.deepEqual(second.state.reports, ['7 paused laura (b.example)'])
	await until(() => second.store.answers.all().length === 0)
	assert.ok(!second.said().includes('[ana] not heard'))
	assert.equal(second.said().filter((line) => line.startsWith('Paused')).length, 1)
	await second.stop()
})

test('what waits for a room when it is paused keeps its place until it is resumed', async () => {
	const { a, b, answer, said, store, stop } = await joined()
	b.before = (operation) => {
		if (operation === 'send') {
			throw new Failure({ then: 'retry' }, 'away')
		}
	}
	a.post('one', 'ana', textOf('kept'))
	await until(() => store.outbox.waiting() === 1)
	answer('pause')
	await until(() => store.answers.all().some(({ decision }) => decision === 'paused'))
	b.before = () => undefined
	await until(() => last(said()).startsWith('Paused'))
	await new Promise((resolve) => setTimeout(resolve, 150))
	assert.equal(store.outbox.waiting(), 1)
	answer('resume')
	await until(() => said().includes('[ana] kept'))
	await stop()
})

test('in a gateway of another language the notice names that language’s words, and those and the English ones are answers', async () => {
	const { a, b, answer, said, state, notice, stop } = await joined('asked', newFolder(), undefined, 'es')
	assert.match(plain(notice().text), /^Marcos \(a\.example\) quiere unir esta conversación con «Familia» en a\.example.* respondiendo sí .* con parar\./u)
	answer('parar', 'pedro')
	await until(() => last(said()) === 'Eso solo lo puede decidir quien modera esta conversación.')
	answer('pausa')
	await until(() => last(said()) === 'Ahora eso no corresponde. Quien modera puede responder: sí, parar.')
	answer('¡Si!')
	await until(() => last(said()) === 'A partir de ahora, esta conversación está unida.')
	await until(() => state.reports.length === 1)
	answer('Pausar.')
	await until(() => last(said()) === 'En pausa: no se transmite nada hasta que alguien que modere responda reanudar.')
	await until(() => state.reports.length === 2)
	answer('resume')
	await until(() => state.reports.length === 3)
	answer('pares')
	await until(() => a.room('one').messages.length === 1)
	answer('detener')
	await until(() => last(said()) === 'Terminado: esta conversación ya no está unida a otra.')
	await until(() => state.reports.length === 4)
	assert.deepEqual(state.reports.map((report) => report.split(' ')[1]), ['given', 'paused', 'given', 'stopped'])
	assert.equal(b.room('two').messages.filter(({ author }) => author === 'laura').length, 6)
	await stop()
})

test('a language’s words are no answers where another one is spoken', async () => {
	const { a, answer, state, stop } = await joined()
	answer('pausa')
	await until(() => a.room('one').messages.length === 1)
	assert.match(texts(a, 'one', plain)[0] ?? '', /pausa$/)
	assert.deepEqual(state.reports, [])
	await stop()
})
