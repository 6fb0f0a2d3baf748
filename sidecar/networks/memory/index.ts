import type { Message } from '../../core/event.ts'
import type { Cursor, MessageId } from '../../core/ids.ts'
import type { Host, Limits, Network, Session } from '../../core/network.ts'
import type { Infer } from '../../core/settings.ts'
import type { MemoryLine, MemoryServer } from './server.ts'

import { Failure } from '../../core/failure.ts'
import { cursor, messageId, roomId } from '../../core/ids.ts'
import { isMark } from '../../core/mark.ts'
import { plain } from '../../core/richtext.ts'
import { memoryAuthor } from './server.ts'

const fields = {
	server: { type: 'text', label: 'Server' },
	login: { type: 'text', label: 'Login' },
} as const

const usualLimits: Limits = { text: 2000, files: 1, caption: true }

/** In-process servers by name, as a network like any other. For tests and benchmarks; never part of the program. */
export function memoryNetwork(servers: readonly MemoryServer[], limits: Limits = usualLimits): Network<typeof fields> {
	return {
		id: 'memory',
		name: 'Memory',
		fields,
		address: (written) => written,
		open(settings: Infer<typeof fields>, host: Host): Session {
			const server = servers.find((one) => one.host === settings.server)
			if (server === undefined) {
				throw new Error(`there is no in-memory server ${settings.server}`)
			}
			return openSession(server, settings.login, host, limits)
		},
	}
}

function openSession(server: MemoryServer, login: string, host: Host, limits: Limits): Session {
	const watched = new Map<string, () => void>()

	const eventOf = (address: string, line: MemoryLine, place: number): Parameters<Host['heard']>[1] => {
		const room = roomId(host.account, address)
		if (line.did === 'notice') {
			const author = memoryAuthor('', server.host)
			return [{ kind: 'notice', id: messageId(`notice:${place}`), room, author, at: Date.now(), sort: line.sort, text: line.text }]
		}
		const { message } = line
		if (isMark(message.key) && line.did !== 'react' && line.did !== 'unreact') {
			return []
		}
		const what = {
			id: messageId(`${message.id}:${place}`),
			room,
			author: memoryAuthor(line.by, server.host),
			at: Date.now(),
		}
		switch (line.did) {
			case 'post': {
				const answered = message.replyTo && server.room(address).messages.find((one) => one.id === message.replyTo)
				const posted: Message = {
					...what,
					kind: 'message',
					id: message.id,
					text: line.text,
					files: [],
					silent: false,
					...(answered && { replyTo: { id: answered.id, author: answered.author, excerpt: plain(answered.text) } }),
				}
				return [posted]
			}
			case 'edit': return [{ ...what, kind: 'edit', target: message.id, text: line.text }]
			case 'delete': return [{ ...what, kind: 'deletion', target: message.id }]
			case 'react':
			case 'unreact':
				return [{ ...what, kind: 'reaction', target: message.id, emoji: line.emoji, removed: line.did === 'unreact', own: line.by === login }]
			default: return line satisfies never
		}
	}

	const read = async (address: string): Promise<void> => {
		const { feed } = server.room(address)
		const room = roomId(host.account, address)
		const known = host.cursor(room)
		let place = known === undefined ? feed.length : Number(known)
		let busy = false
		const hear = async (events: Parameters<Host['heard']>[1], next: Cursor): Promise<boolean> => host.heard(room, events, next).then(
			() => true,
			async () => {
				await new Promise((resolve) => setTimeout(resolve, host.pace.retryFirst))
				return false
			},
		)
		const more = async (): Promise<void> => {
			if (busy) {
				return
			}
			busy = true
			while (place < feed.length && !host.signal.aborted && watched.has(address)) {
				const upto = Math.min(feed.length, place + 100)
				const events = feed.slice(place, upto).flatMap((line, index) => eventOf(address, line, place + index))
				if (await hear(events, cursor(String(upto)))) {
					place = upto
				}
			}
			busy = false
		}
		const watcher = (): void => void more()
		watched.set(address, watcher)
		server.room(address).watchers.add(watcher)
		if (known === undefined) {
			await hear([], cursor(String(place)))
		}
		await more()
	}

	const doing = async <T>(operation: string, address: string, work: () => T): Promise<T> => {
		await server.before(operation, address)
		if (host.signal.aborted) {
			throw new Failure({ then: 'retry' }, 'the session is closed')
		}
		const result = work()
		await server.after(operation, address)
		return result
	}

	const leave = (address: string): void => {
		const watcher = watched.get(address)
		watched.delete(address)
		if (watcher !== undefined) {
			server.room(address).watchers.delete(watcher)
		}
	}
	const answer = (done: boolean): 'done' | 'cannot' => done ? 'done' : 'cannot'
	const stands = (address: string, id: MessageId): boolean => server.room(address).messages.some((one) => one.id === id && !one.deleted)

	return {
		limits: () => limits,
		place: (address) => `memory:${server.host}/${address}`,
		join: (address) => void read(address),
		leave,
		send: (letter) => doing('send', letter.address, () => {
			const { key, replyTo, files, nick } = letter
			return [server.post(letter.address, login, letter.text, { key, files, nick, ...(replyTo === undefined ? {} : { replyTo }) }).id]
		}),
		find: (address, key) => doing('find', address, () => {
			const found = server.room(address).messages.filter((message) => message.key === key).map((message) => message.id)
			return found.length > 0 ? found : undefined
		}),
		edit: ({ address, text, nick }, copy) => doing('edit', address, () => answer(server.edit(address, copy, login, text, nick))),
		says: ({ address }, copy) => doing('says', address, () => {
			const found = server.room(address).messages.find((message) => message.id === copy && !message.deleted)
			return found && plain(found.text)
		}),
		remove: (address, copy) => doing('remove', address, () => {
			server.remove(address, copy, login)
			return 'done' as const
		}),
		react: (address, copy, emoji, by) => doing('react', address, () => {
			server.react(address, copy, login, emoji, by.length > 0)
			return answer(stands(address, copy))
		}),
		isModerator: (address, person) => doing('isModerator', address, () => [...server.moderators].some((one) => memoryAuthor(one, server.host).id === person)),
		async close() {
			[...watched.keys()].forEach(leave)
		},
	}
}
