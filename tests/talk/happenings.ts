import type { Person } from './person.ts'

export const talk = '/ocs/v2.php/apps/spreed/api'

/** The people of a recording, and what earlier steps left for later ones. */
export interface Stage {
	readonly url: string
	readonly token: string
	/** Moderator. */
	readonly marcos: Person
	readonly ana: Person
	readonly guest: Person
	/** Takes part, and reads along. */
	readonly bot: Person
	readonly seen: Map<string, number>
}

/** Something that happens in the room, by name; the name is the sample's. */
export type Step = readonly [name: string, act: (stage: Stage) => Promise<unknown>]

const chat = ({ token }: Stage): string => `${talk}/v1/chat/${token}`
const room = ({ token }: Stage): string => `${talk}/v4/room/${token}`

/** Posts, and remembers the message under a name. */
async function say(stage: Stage, who: Person, message: string, rest: object = {}, as?: string): Promise<void> {
	const posted = await who.ask('POST', chat(stage), { message, ...rest }) as { id: number }
	if (as !== undefined) {
		stage.seen.set(as, posted.id)
	}
}

const idOf = (stage: Stage, name: string): number => stage.seen.get(name) ?? 0
const react = (stage: Stage, who: Person, target: string, reaction: string, method = 'POST'): Promise<unknown> => who.ask(method, `${talk}/v1/reaction/${stage.token}/${idOf(stage, target)}`, { reaction })

/** The smallest picture: one transparent pixel. */
const png = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==', 'base64')
/** A tenth of a second of silence, 8 kHz, 8 bit. */
function wav(): Buffer {
	const head = Buffer.from('RIFF\x44\x03\x00\x00WAVEfmt \x10\x00\x00\x00\x01\x00\x01\x00\x40\x1f\x00\x00\x40\x1f\x00\x00\x01\x00\x08\x00data\x20\x03\x00\x00', 'latin1')
	return Buffer.concat([head, Buffer.alloc(800, 0x80)])
}

async function share(stage: Stage, who: Person, name: string, bytes: Uint8Array, mime: string, meta: object, as: string): Promise<void> {
	await who.upload(name, bytes, mime)
	await who.ask('POST', '/ocs/v2.php/apps/files_sharing/api/v1/shares', {
		shareType: 10,
		shareWith: stage.token,
		path: `/${name}`,
		referenceId: `sample-${as}`,
		talkMetaData: JSON.stringify(meta),
	})
	const [last] = await who.ask('GET', `${chat(stage)}?lookIntoFuture=0&limit=1&setReadMarker=0`) as { id: number }[]
	stage.seen.set(as, last?.id ?? 0)
}

async function attendee(stage: Stage, user: string): Promise<number> {
	return (await stage.marcos.ask('GET', `${room(stage)}/participants`) as
	{ actorId: string, attendeeId: number }[]).find(({ actorId }) => actorId === user)?.attendeeId ?? 0
}

export const texts: readonly Step[] = [
	['text', (stage) => say(stage, stage.marcos, 'Hola a todos', { referenceId: 'sample-text' }, 'text')],
	['markdown', (stage) => say(stage, stage.ana, '**gordo** *fino* ~~nada~~ `@marcos`\n> dicho\n\n```js\nlet a = 1\n```\n[mapa](https://example.org/a_b) 😀')],
	['mention', (stage) => say(stage, stage.marcos, 'Mira, @"ana": lo dijo @ana_x y también **@ana**')],
	['mention-all', (stage) => say(stage, stage.marcos, '@all ¿vamos?')],
	['mention-all-refused', (stage) => say(stage, stage.ana, '@all ¿vamos?')],
	['mention-guest', async (stage) => {
		const people = await stage.marcos.ask('GET', `${room(stage)}/participants`) as { actorType: string, actorId: string }[]
		return say(stage, stage.marcos, `@"guest/${people.find(({ actorType }) => actorType === 'guests')?.actorId}" bienvenida, y @"group/admin" también`)
	}],
	['nobody-here', (stage) => say(stage, stage.ana, '@laura y @"Laura Pérez" (no laura@example.org) vienen; `@pedro` no. Pregunta a @marcos.')],
	['guest', (stage) => say(stage, stage.guest, 'Soy nueva')],
	['silent', (stage) => say(stage, stage.ana, 'Bajito', { silent: true })],
	['relayed', (stage) => say(stage, stage.bot, '[laura] Hola', { referenceId: 'talkrelay-abcdefghijkl-1' }, 'relayed')],
	['bot-by-hand', (stage) => say(stage, stage.bot, 'Lo escribo yo misma', {}, 'by-hand')],
	['reply', (stage) => say(stage, stage.ana, '¿Cuándo?', { replyTo: idOf(stage, 'text') }, 'reply')],
	['reply-to-reply', (stage) => say(stage, stage.marcos, 'A las ocho', { replyTo: idOf(stage, 'reply') }, 'reply-2')],
	['thread', (stage) => say(stage, stage.marcos, 'Aquí el viaje', { threadTitle: 'El viaje' }, 'thread')],
	['thread-message', (stage) => say(stage, stage.ana, 'En tren', { threadId: idOf(stage, 'thread') }, 'thread-2')],
	['thread-reply', (stage) => say(stage, stage.marcos, 'Sí', { replyTo: idOf(stage, 'thread-2') })],
	['thread-renamed', (stage) => stage.marcos.ask('PUT', `${chat(stage)}/threads/${idOf(stage, 'thread')}`, { threadTitle: 'El gran viaje' }, true)],
	['edit', (stage) => stage.ana.ask('PUT', `${chat(stage)}/${idOf(stage, 'reply')}`, { message: '¿Cuándo **exactamente**, @marcos?' })],
	['edit-by-moderator', (stage) => stage.marcos.ask('PUT', `${chat(stage)}/${idOf(stage, 'thread-2')}`, { message: 'En tren, claro' })],
	['edit-relayed', (stage) => stage.bot.ask('PUT', `${chat(stage)}/${idOf(stage, 'relayed')}`, { message: '[laura] Hola!' })],
]

export const changes: readonly Step[] = [
	['reaction', (stage) => react(stage, stage.ana, 'text', '👍')],
	['reaction-again', (stage) => react(stage, stage.guest, 'text', '👍')],
	['reaction-own', (stage) => react(stage, stage.bot, 'text', '❤️')],
	['reaction-to-relayed', (stage) => react(stage, stage.ana, 'relayed', '🎉')],
	['reaction-revoked', (stage) => react(stage, stage.ana, 'text', '👍', 'DELETE')],
	['deletion', (stage) => stage.marcos.ask('DELETE', `${chat(stage)}/${idOf(stage, 'reply-2')}`)],
	['deletion-relayed', (stage) => stage.bot.ask('DELETE', `${chat(stage)}/${idOf(stage, 'relayed')}`)],
	['reply-to-deleted', async (stage) => {
		await say(stage, stage.ana, 'Me voy', {}, 'going')
		await say(stage, stage.marcos, '¿Ya?', { replyTo: idOf(stage, 'going') })
		await stage.ana.ask('DELETE', `${chat(stage)}/${idOf(stage, 'going')}`)
	}],
	['pinned', (stage) => stage.marcos.ask('POST', `${chat(stage)}/${idOf(stage, 'text')}/pin`, {}, true)],
	['unpinned', (stage) => stage.marcos.ask('DELETE', `${chat(stage)}/${idOf(stage, 'text')}/pin`, undefined, true)],
]

export const files: readonly Step[] = [
	['file', (stage) => share(stage, stage.ana, 'foto.png', png, 'image/png', {}, 'file')],
	['file-caption', (stage) => share(stage, stage.ana, 'plano ü.png', png, 'image/png', { caption: 'El **plano**, @marcos', silent: true }, 'caption')],
	['file-reply', (stage) => share(stage, stage.ana, 'otro.txt', Buffer.from('hola'), 'text/plain', { replyTo: idOf(stage, 'text') }, 'file-reply')],
	['reply-to-file', (stage) => say(stage, stage.marcos, '¿Qué es?', { replyTo: idOf(stage, 'file') })],
	['voice', (stage) => share(stage, stage.ana, 'Talk recording.wav', wav(), 'audio/wav', { messageType: 'voice-message' }, 'voice')],
	['caption-edited', (stage) => stage.ana.ask('PUT', `${chat(stage)}/${idOf(stage, 'caption')}`, { message: 'El plano viejo' })],
	['file-gone', async (stage) => {
		await share(stage, stage.ana, 'breve.txt', Buffer.from('x'), 'text/plain', { caption: 'Solo un momento' }, 'brief')
		await stage.ana.removeFile('breve.txt')
	}],
]

export const objects: readonly Step[] = [
	['location', (stage) => stage.ana.ask('POST', `${chat(stage)}/share`, {
		objectType: 'geo-location',
		objectId: 'geo:52.5450511,13.3741463',
		metaData: JSON.stringify({ type: 'geo-location', id: 'geo:52.5450511,13.3741463', name: 'Oficina', latitude: '52.5450511', longitude: '13.3741463' }),
	})],
	['deck-card', (stage) => stage.ana.ask('POST', `${chat(stage)}/share`, {
		objectType: 'deck-card',
		objectId: '7',
		metaData: JSON.stringify({ id: '7', name: 'Comprar pan', boardname: 'Casa', stackname: 'Hoy', link: `${stage.url}/apps/deck/card/7` }),
	})],
	['poll', async (stage) => {
		const poll = await stage.ana.ask('POST', `${talk}/v1/poll/${stage.token}`, { question: '¿Pizza?', options: ['Sí', 'No', 'Quizá'], resultMode: 0, maxVotes: 1 }) as { id: number }
		stage.seen.set('poll', poll.id)
	}],
	['poll-voted', (stage) => stage.marcos.ask('POST', `${talk}/v1/poll/${stage.token}/${idOf(stage, 'poll')}`, { optionIds: [0] })],
	['poll-closed', (stage) => stage.ana.ask('DELETE', `${talk}/v1/poll/${stage.token}/${idOf(stage, 'poll')}`)],
]

export const roomChanges: readonly Step[] = [
	['call-started', async (stage) => {
		await stage.marcos.ask('POST', `${room(stage)}/participants/active`, { force: true })
		await stage.marcos.ask('POST', `${talk}/v4/call/${stage.token}`, { flags: 3 })
	}],
	['call-joined', async (stage) => {
		await stage.guest.ask('POST', `${room(stage)}/participants/active`, { force: true })
		await stage.guest.ask('POST', `${talk}/v4/call/${stage.token}`, { flags: 3 })
	}],
	['call-left', (stage) => stage.guest.ask('DELETE', `${talk}/v4/call/${stage.token}`)],
	['call-ended', (stage) => stage.marcos.ask('DELETE', `${talk}/v4/call/${stage.token}`)],
	['call-silent', (stage) => stage.marcos.ask('POST', `${talk}/v4/call/${stage.token}`, { flags: 3, silent: true })],
	['call-ended-everyone', (stage) => stage.marcos.ask('DELETE', `${talk}/v4/call/${stage.token}`, { all: true })],
	['renamed', (stage) => stage.marcos.ask('PUT', room(stage), { roomName: 'Familia y “amigos”' })],
	['description', (stage) => stage.marcos.ask('PUT', `${room(stage)}/description`, { description: 'De todo' })],
	['description-removed', (stage) => stage.marcos.ask('PUT', `${room(stage)}/description`, { description: '' })],
	['locked', (stage) => stage.marcos.ask('PUT', `${room(stage)}/read-only`, { state: 1 })],
	['unlocked', (stage) => stage.marcos.ask('PUT', `${room(stage)}/read-only`, { state: 0 })],
	['expiration', (stage) => stage.marcos.ask('POST', `${room(stage)}/message-expiration`, { seconds: 10_800 })],
	['expiration-off', (stage) => stage.marcos.ask('POST', `${room(stage)}/message-expiration`, { seconds: 0 })],
	['added', (stage) => stage.marcos.ask('POST', `${room(stage)}/participants`, { newParticipant: 'admin', source: 'users' })],
	['promoted', async (stage) => stage.marcos.ask('POST', `${room(stage)}/moderators`, { attendeeId: await attendee(stage, 'admin') })],
	['demoted', async (stage) => stage.marcos.ask('DELETE', `${room(stage)}/moderators`, { attendeeId: await attendee(stage, 'admin') })],
	['removed', async (stage) => stage.marcos.ask('DELETE', `${room(stage)}/attendees`, { attendeeId: await attendee(stage, 'admin') })],
	['group-added', (stage) => stage.marcos.ask('POST', `${room(stage)}/participants`, { newParticipant: 'admin', source: 'groups' })],
	['group-removed', async (stage) => {
		const people = await stage.marcos.ask('GET', `${room(stage)}/participants`) as { actorType: string, attendeeId: number }[]
		await stage.marcos.ask('DELETE', `${room(stage)}/attendees`, { attendeeId: people.find(({ actorType }) => actorType === 'groups')?.attendeeId ?? 0 })
	}],
	['password', (stage) => stage.marcos.ask('PUT', `${room(stage)}/password`, { password: 'Sec-9rjKw2Xq' })],
	['guests-refused', (stage) => stage.marcos.ask('DELETE', `${room(stage)}/public`)],
	['listable', (stage) => stage.marcos.ask('PUT', `${room(stage)}/listable`, { scope: 1 })],
	['lobby', (stage) => stage.marcos.ask('PUT', `${room(stage)}/webinar/lobby`, { state: 1 })],
	['lobby-off', (stage) => stage.marcos.ask('PUT', `${room(stage)}/webinar/lobby`, { state: 0 })],
	['avatar', (stage) => stage.marcos.ask('POST', `${talk}/v1/room/${stage.token}/avatar/emoji`, { emoji: '🍕' })],
	['left', (stage) => stage.ana.ask('DELETE', `${room(stage)}/participants/self`)],
	['cleared', (stage) => stage.marcos.ask('DELETE', chat(stage))],
]
