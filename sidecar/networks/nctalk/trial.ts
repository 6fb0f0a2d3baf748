import type { Author, KeptFile, RichText } from '../../core/event.ts'
import type { Letter } from '../../core/network.ts'
import type { TalkMessage } from '../../talk/types.ts'
import type { TalkSettings } from './settings.ts'

import { Readable } from 'node:stream'
import { personId } from '../../core/ids.ts'
import { keyOf } from '../../core/mark.ts'
import { usualPace } from '../../core/pace.ts'
import { openApi } from './api.ts'
import { keepAbilities } from './capabilities.ts'
import { openClient } from './client.ts'
import { openPeople } from './people.ts'
import { openSetup } from './setup.ts'
import { openWriting } from './writing.ts'

type LoginOptions = Partial<TalkSettings> & { readonly answerWithin?: number }

/** For tests: one login on one server, with everything that writes. */
export function login(server: string, user: string, password: string, more: LoginOptions = {}) {
	const { answerWithin = 5000, ...given } = more
	const settings: TalkSettings = {
		server,
		login: user,
		password,
		skipTlsVerify: false,
		separateDisplayName: false,
		caFile: undefined,
		proxy: undefined,
		liveRooms: 4,
		...given,
	}
	const stop = new AbortController()
	const files = new Map<string, Buffer>()
	const said: string[] = []
	const say = (line: string): unknown => said.push(line)
	const host = {
		log: { debug: say, info: say, warn: say, error: say },
		pace: { ...usualPace, answerWithin },
		signal: stop.signal,
		spooled: (file: KeptFile): Readable => Readable.from([files.get(file.spooled) ?? Buffer.alloc(0)], { objectMode: false }),
	}
	const client = openClient(settings, host)
	const api = openApi(client)
	const knowledge = keepAbilities(api)
	const people = openPeople(api)
	const parts = { api, knowledge, people, settings, host }
	return {
		...parts,
		said,
		client,
		setup: openSetup({ ...parts, log: host.log }),
		writing: openWriting(parts),
		/** Puts a file into the spool. */
		keep(name: string, mime: string, content: Buffer, voice = false): KeptFile {
			files.set(name, content)
			return { name, mime, size: content.length, voice, spooled: name }
		},
		/** The message as it stands now. */
		async message(room: string, id: string | undefined): Promise<TalkMessage | undefined> {
			return (await api.context(room, Number(id))).find((one) => one.id === Number(id))
		},
		async close() {
			stop.abort()
			await client.close()
		},
	}
}

export const laura: Author = { id: personId('laura@nube2.example'), name: 'Laura', login: 'laura' }
export const text = (source: string): RichText => [{ as: 'text', text: source }]

/** Keys are never the same, also between runs on the same server. */
const word = Array.from({ length: 12 }, () => 'abcdefghijklmnopqrstuvwxyz234567'.charAt(Math.random() * 32)).join('')
let written = 0

export function letter(address: string, more: Partial<Letter> = {}): Letter {
	return {
		key: keyOf(word, written += 1, 0),
		address,
		nick: '[laura@nube2] ',
		author: laura,
		text: text('hola'),
		files: [],
		silent: false,
		at: Date.now(),
		mentionEveryone: false,
		...more,
	}
}
