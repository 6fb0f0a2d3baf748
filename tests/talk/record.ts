/**
 * Records what a live Nextcloud Talk says when things happen, as samples for the reader's tests:
 *
 *     TALK_SERVERS=servers.json node tests/talk/record.ts
 *
 * Makes a conversation on server `a` with its people, a guest and the bot, lets everything of happenings.ts happen there, reads along
 * as the bot, deletes the conversation, and writes sidecar/talk/samples/feed.json.
 */
import type { Stage, Step } from './happenings.ts'
import type { TalkServer } from './person.ts'

import { readFileSync, writeFileSync } from 'node:fs'
import { changes, files, objects, roomChanges, talk, texts } from './happenings.ts'
import { normaliser } from './normalise.ts'
import { person } from './person.ts'

interface Page { readonly messages: readonly { readonly id: number }[], readonly lastGiven: number }

const path = process.env.TALK_SERVERS
if (path === undefined) {
	throw new Error('TALK_SERVERS names no file: it is to name the servers.json of two live servers')
}
const server = (JSON.parse(readFileSync(path, 'utf8')) as { a: TalkServer }).a
const passwordOf = (user: string): string => server.people[user]?.appPassword ?? ''
const [first = '', second = ''] = Object.keys(server.people)
const marcos = person(server, first, passwordOf(first))
const ana = person(server, second, passwordOf(second))
const bot = person(server, server.bot.user, server.bot.appPassword)
const guest = person(server, 'guest')

const { token } = await marcos.ask('POST', `${talk}/v4/room`, { roomType: 3, roomName: 'Familia' }) as { token: string }
const room = `${talk}/v4/room/${token}`
for (const { user } of [ana, bot]) {
	await marcos.ask('POST', `${room}/participants`, { newParticipant: user, source: 'users' })
}
await guest.ask('POST', `${room}/participants/active`, { force: true })
await guest.ask('POST', `${talk}/v1/guest/${token}/name`, { displayName: 'Lucía' })

const stage: Stage = { url: server.url, token, marcos, ana, guest, bot, seen: new Map() }

/** The bot's view, with the header that names the place to go on. */
async function read(after: number): Promise<Page> {
	const asked = new URLSearchParams({ lookIntoFuture: '1', timeout: '0', limit: '200', lastKnownMessageId: String(after), setReadMarker: '0', noStatusUpdate: '1', markNotificationsAsRead: '0' })
	const answer = await fetch(`${server.url}${talk}/v1/chat/${token}?${asked}`, {
		headers: {
			authorization: `Basic ${Buffer.from(`${server.bot.user}:${server.bot.appPassword}`).toString('base64')}`,
			'ocs-apirequest': 'true',
			accept: 'application/json',
		},
	})
	return answer.status === 304
		? { messages: [], lastGiven: after }
		: { messages: ((await answer.json()) as { ocs: { data: Page['messages'] } }).ocs.data, lastGiven: Number(answer.headers.get('x-chat-last-given')) }
}

// Reactions alone don't clear Talk's cache of "nothing new", which lasts 30 s: a place one lower is not in it.
let given = (await read(0)).lastGiven
const recorded: unknown[] = []
const host = new URL(server.url).host
const normal = normaliser({
	hosts: new Map([[server.url, 'https://nube.example'], [host, 'nube.example']]),
	tokens: new Map([[token, 'fam1l1a0']]),
})

async function record(step: Step): Promise<void> {
	const [name, act] = step
	await act(stage)
	const page = await read(given - 1)
	const messages = page.messages.filter(({ id }) => id > given)
	given = Math.max(given, page.lastGiven)
	const extra: Record<string, unknown> = {}
	if (name.startsWith('poll')) {
		extra.poll = await bot.ask('GET', `${talk}/v1/poll/${token}/${stage.seen.get('poll')}`)
	}
	if (name.startsWith('reaction')) {
		extra.reactions = await bot.ask('GET', `${talk}/v1/reaction/${token}/${stage.seen.get(name === 'reaction-to-relayed' ? 'relayed' : 'text')}`)
	}
	recorded.push(normal({ name, messages, ...extra }))
	console.info(`${name}: ${messages.length}`)
}

/** Everything, and what stands there afterwards. */
async function play(): Promise<object> {
	try {
		for (const step of [...texts, ...changes, ...files, ...objects]) {
			await record(step)
		}
		const people = await bot.ask('GET', `${room}/participants`) as { actorType: string }[]
		const participants = normal(people.sort((one, other) => one.actorType < other.actorType ? -1 : 1))
		const rooms = normal((await bot.ask('GET', `${talk}/v4/room?noStatusUpdate=1`) as { token: string }[]).filter((one) => one.token === token))
		const late = normal((await read(1)).messages)
		for (const step of roomChanges) {
			await record(step)
		}
		return { participants, rooms, late }
	} finally {
		await marcos.ask('DELETE', room)
	}
}

const afterwards = await play()
const status = await (await fetch(`${server.url}/status.php`)).json() as { versionstring: string }
const capabilities = await bot.ask('GET', '/ocs/v2.php/cloud/capabilities') as { capabilities: { spreed: { version: string } } }
const whole = { nextcloud: status.versionstring, talk: capabilities.capabilities.spreed.version, steps: recorded, ...afterwards }
writeFileSync(new URL('../../sidecar/talk/samples/feed.json', import.meta.url), `${JSON.stringify(whole, undefined, '\t')}\n`)
