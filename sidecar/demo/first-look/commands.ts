import type { Command, Side } from './api.ts'
import type { RelayProcess } from './relay-process.ts'
import type { Sides } from './sides.ts'

/** Does what somebody asked for on the page. Throws, in plain words, what went wrong. */
export async function carryOut(command: Command, sides: Sides, relay: RelayProcess): Promise<void> {
	switch (command.do) {
		case 'server':
			return sides[command.side].run(command.runs)
		case 'relay':
			return command.what === 'start' ? relay.start() : relay[command.what]()
		case 'say':
			return ask(command, sides, 'POST', 'chat', '', { message: command.text, ...command.replyTo !== undefined && { replyTo: command.replyTo } })
		case 'edit':
			return ask(command, sides, 'PUT', 'chat', `/${command.message}`, { message: command.text })
		case 'remove':
			return ask(command, sides, 'DELETE', 'chat', `/${command.message}`)
		case 'react':
			return ask(command, sides, command.stands ? 'POST' : 'DELETE', 'reaction', `/${command.message}`, { reaction: command.emoji })
		default:
			return command satisfies never
	}
}

interface Spoken { readonly side: Side, readonly as: string }

async function ask({ side, as }: Spoken, sides: Sides, method: string, what: string, path: string, body?: object): Promise<void> {
	const talk = speaker(sides, { side, as })
	await talk.ask(method, `apps/spreed/api/v1/${what}/${sides[side].token}${path}`, body)
}

function speaker(sides: Sides, { side, as }: Spoken): ReturnType<Sides[Side]['as']> {
	if (!sides[side].runs()) {
		throw new Error(`${sides[side].name} is stopped.`)
	}
	return sides[side].as(as)
}

export interface SentFile extends Spoken {
	readonly name: string
	readonly bytes: Uint8Array
	readonly caption: string
	readonly voice: boolean
	readonly replyTo?: number
}

/** As Talk's own client does it: the file goes into the person's folder, and is shared with the conversation. */
export async function sendFile(file: SentFile, sides: Sides): Promise<void> {
	const talk = speaker(sides, file)
	const name = file.name.replace(/[/\\\p{Cc}]/gu, '_').slice(-120) || 'file'
	// A folder of its own, so that it keeps its name.
	const folder = `Talk/${Date.now()}`
	const path = `${folder}/${name}`
	await talk.folder('Talk')
	await talk.folder(folder)
	await talk.upload(path, file.bytes)
	await talk.ask('POST', 'apps/files_sharing/api/v1/shares', {
		shareType: 10,
		shareWith: sides[file.side].token,
		path: `/${path}`,
		talkMetaData: JSON.stringify({
			messageType: file.voice ? 'voice-message' : 'comment',
			caption: file.caption,
			...file.replyTo !== undefined && { replyTo: file.replyTo },
		}),
	})
}

export const isSide = (value: unknown): value is Side => value === 'left' || value === 'right'
const isId = (value: unknown): value is number => Number.isSafeInteger(value)

/** What came over the wire, if it is a command. */
export function readCommand(value: unknown): Command | undefined {
	const given = (typeof value === 'object' && value !== null ? value : {}) as Readonly<Record<string, unknown>>
	const { do: what, side, as, text, message, replyTo, emoji, stands, runs } = given
	if (what === 'relay') {
		const wanted = given.what
		return wanted === 'start' || wanted === 'stop' || wanted === 'kill' ? { do: 'relay', what: wanted } : undefined
	}
	if (!isSide(side)) {
		return undefined
	}
	if (what === 'server') {
		return typeof runs === 'boolean' ? { do: 'server', side, runs } : undefined
	}
	if (typeof as !== 'string') {
		return undefined
	}
	if (what === 'say' && typeof text === 'string') {
		return { do: 'say', side, as, text, ...isId(replyTo) && { replyTo } }
	}
	if (!isId(message)) {
		return undefined
	}
	switch (what) {
		case 'edit':
			return typeof text === 'string' ? { do: 'edit', side, as, message, text } : undefined
		case 'remove':
			return { do: 'remove', side, as, message }
		case 'react':
			return typeof emoji === 'string' && typeof stands === 'boolean' ? { do: 'react', side, as, message, emoji, stands } : undefined
		default:
			return undefined
	}
}
