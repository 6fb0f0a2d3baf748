import type { AccountId } from '../../core/ids.ts'
import type { TalkServer } from '../talk-server/server.ts'
import type { ShownPerson, Side } from './api.ts'
import type { Person } from './person.ts'

import { accountId } from '../../core/ids.ts'
import { startTalkServer } from '../talk-server/server.ts'
import { person } from './person.ts'

/** The account through which the relay reads and writes, on both servers. */
export const technical = { uid: 'puente', displayName: 'Puente', appPassword: 'puente-app-password' } as const

/** One of the two built-in servers, and the people whose browsers the page stands for. */
export interface TalkSide {
	readonly side: Side
	readonly name: string
	/** The account's name in relay.toml. */
	readonly account: AccountId
	readonly token: string
	readonly room: string
	readonly server: TalkServer
	readonly people: readonly ShownPerson[]
	/** Through whose eyes the page sees the conversation. */
	readonly reader: Person
	/** Throws an Error for somebody who is not of this server. */
	as(id: string): Person
	runs(): boolean
	run(wanted: boolean): Promise<void>
}

export type Sides = Readonly<Record<Side, TalkSide>>

export const otherSide = (side: Side): Side => side === 'left' ? 'right' : 'left'

interface Wanted {
	readonly side: Side
	readonly name: string
	readonly account: string
	readonly token: string
	readonly people: readonly [ShownPerson, ShownPerson]
}

const room = 'Familia'

/** Starts both servers on free ports of this machine; they keep everything in memory and in a folder that goes when they are closed. */
export async function openSides(): Promise<Sides> {
	const [left, right] = await Promise.all([
		open({
			side: 'left',
			name: 'Nube 1',
			account: 'nctalk.nube1',
			token: 'nb9xk3d2',
			people: [{ id: 'marcos', name: 'Marcos' }, { id: 'ana', name: 'Ana' }],
		}),
		open({
			side: 'right',
			name: 'Nube 2',
			account: 'nctalk.nube2',
			token: 'tz4mv7qw',
			people: [{ id: 'laura', name: 'Laura' }, { id: 'pedro', name: 'Pedro' }],
		}),
	])
	return { left, right }
}

async function open({ side, name, account, token, people }: Wanted): Promise<TalkSide> {
	const server = await startTalkServer({
		name,
		people: [...people.map(({ id, name: displayName }) => ({ uid: id, displayName })), technical],
		rooms: [{ token, name: room, members: [...people.map(({ id }) => id), technical.uid] }],
	})
	const browser = (id: string): Person => person(server.url, name, id, `${id}-app-password`)
	const browsers = new Map(people.map(({ id }) => [id, browser(id)]))
	let runs = true
	return {
		side,
		name,
		account: accountId(account),
		token,
		room,
		server,
		people,
		reader: browser(people[0].id),
		as(id) {
			const found = browsers.get(id)
			if (found === undefined) {
				throw new Error(`There is no ${id} on ${name}.`)
			}
			return found
		},
		runs: () => runs,
		async run(wanted) {
			if (wanted !== runs) {
				runs = wanted
				await (wanted ? server.start() : server.stop())
			}
		},
	}
}
