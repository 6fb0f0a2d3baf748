import type { KeptFile } from '../../core/event.ts'
import type { MessageId } from '../../core/ids.ts'
import type { Host, Letter, Session } from '../../core/network.ts'
import type { Door } from '../../door/client.ts'
import type { DeliverAnswer, DeliverItem } from '../../door/types.ts'
import type { Delivering } from './delivering.ts'
import type { RoomKnowledge } from './knowledge.ts'
import type { Uploaded } from './outgoing.ts'
import type { LocalSettings } from './settings.ts'

import { randomUUID } from 'node:crypto'
import { Failure } from '../../core/failure.ts'
import { messageId } from '../../core/ids.ts'
import { sentence } from '../../core/sentence.ts'
import { codeOf } from '../../http/troubles.ts'
import { safeName, voiceName } from '../../talk/file-names.ts'
import { captionFits, mayMention, pieces } from '../../talk/outgoing.ts'
import { audienceOf, furtherKey, longestText, personOf, sendItem, textFor } from './outgoing.ts'

export type Writing = Required<Pick<Session, 'send' | 'repeat' | 'find' | 'edit' | 'remove' | 'react' | 'sign' | 'roster'>>

export interface WritingParts {
	readonly door: Pick<Door, 'upload' | 'find' | 'roster'>
	readonly delivering: Delivering
	readonly knowledge: RoomKnowledge
	readonly settings: LocalSettings
	readonly host: Pick<Host, 'spooled'>
}

/** Everything that is written into rooms here. The app does each key once, so whatever is in doubt is simply sent again. */
export function openWriting({ door, delivering, knowledge, settings, host }: WritingParts): Writing {
	/** The ids, or `cannot`. Throws what the app's verdict means. */
	function settled(item: DeliverItem, answer: DeliverAnswer): readonly MessageId[] | 'cannot' {
		if ('ids' in answer) {
			return answer.ids.map(messageId)
		}
		switch (answer.verdict) {
			case 'cannot': return 'cannot'
			case 'closeRoom':
				knowledge.refused(item.token, answer.why)
				throw new Failure({ then: 'closeRoom' }, answer.why)
			case 'drop': throw new Failure({ then: 'drop' }, answer.why)
			case 'retry':
				throw new Failure(answer.afterMs === undefined ? { then: 'retry' } : { then: 'retry', afterMs: answer.afterMs }, answer.why)
			default: return answer.verdict satisfies never
		}
	}

	const deliver = async (item: DeliverItem): Promise<readonly MessageId[] | 'cannot'> => settled(item, await delivering.deliver(item))
	const changed = async (item: DeliverItem): Promise<'done' | 'cannot'> => await deliver(item) === 'cannot' ? 'cannot' : 'done'

	async function rendered(letter: Letter): Promise<string> {
		const people = mayMention(letter) ? (await knowledge.of(letter.address))?.people : []
		return textFor(letter, audienceOf(letter, people, settings))
	}

	async function upload(letter: Letter, file: KeptFile): Promise<Uploaded> {
		const named = file.voice ? voiceName(file.name, file.mime) : undefined
		const name = safeName(named ?? file.name)
		try {
			const open = () => host.spooled(file)
			const handle = await door.upload({ token: letter.address, key: letter.key, name, size: file.size, open })
			return { handle, voice: named !== undefined }
		} catch (error) {
			if (codeOf(error) === 'ENOENT') {
				throw new Failure({ then: 'drop' }, sentence`the file is no longer in the relay’s spool`, { cause: error })
			}
			throw error
		}
	}

	const keyOfPiece = (letter: Letter, index: number): string => index === 0 ? letter.key : furtherKey(letter.key, index)

	/** In as many messages as it takes; the last one has the files. A text that can be no caption goes before its file. */
	async function textsOf(letter: Letter): Promise<readonly string[]> {
		const text = await rendered(letter)
		const texts = pieces(text, longestText)
		return letter.files.length > 0 && !captionFits(text, longestText) ? [...texts, ''] : texts
	}

	async function sendAll(letter: Letter, texts: readonly string[], files: readonly Uploaded[]): Promise<readonly MessageId[]> {
		const ids: MessageId[] = []
		for (const [index, text] of texts.entries()) {
			const made = await deliver(sendItem(letter, keyOfPiece(letter, index), text, index === texts.length - 1 ? files : []))
			if (made === 'cannot') {
				throw new Failure({ then: 'drop' }, sentence`the app can’t take this message`)
			}
			ids.push(...made)
		}
		return ids
	}

	async function send(letter: Letter): Promise<readonly MessageId[]> {
		const texts = await textsOf(letter)
		if (texts.join('') === '' && letter.files.length === 0) {
			throw new Failure({ then: 'drop' }, sentence`there is nothing in it to send`)
		}
		const files: Uploaded[] = []
		for (const file of letter.files) {
			files.push(await upload(letter, file))
		}
		return sendAll(letter, texts, files)
	}

	const find = async (token: string, key: string) => (await door.find(token, key))?.map(messageId)

	/** What the app made of the whole letter, if its last message is there: then the others are, and no file is uploaded again. */
	async function arrived(letter: Letter): Promise<readonly MessageId[] | undefined> {
		const keys = (await textsOf(letter)).map((_, index) => keyOfPiece(letter, index))
		const last = await find(letter.address, keys.at(-1) ?? letter.key)
		if (last === undefined) {
			return undefined
		}
		const before = await Promise.all(keys.slice(0, -1).map((key) => find(letter.address, key)))
		return [...before.flatMap((ids) => ids ?? []), ...last]
	}

	return {
		send,
		repeat: async (letter) => (letter.files.length > 0 ? await arrived(letter) : undefined) ?? send(letter),
		find,
		async edit(letter, copy) {
			const text = await rendered(letter)
			return text === '' || [...text].length > longestText
				? 'cannot'
				: changed({ do: 'edit', key: `${letter.key}:edit`, token: letter.address, actor: personOf(letter.author), target: Number(copy), text })
		},
		remove: (token, copy) => changed({ do: 'remove', key: `remove:${token}:${copy}`, token, target: Number(copy) }),
		// States, not events: whatever was last said holds, so each saying has a key of its own.
		react: (token, copy, emoji, by) => changed({ do: 'react', key: `react:${randomUUID()}`, token, target: Number(copy), emoji, by: by.map(personOf) }),
		sign: (token, message, emoji, stands) => changed({ do: 'sign', key: `sign:${randomUUID()}`, token, target: Number(message), emoji, stands }),
		// Who is at home here takes part there by Talk's own federation.
		roster: (token, member, people) => door.roster({
			rooms: [{ token, member, people: people.filter(({ id }) => !id.endsWith(`@${settings.host}`)).map(personOf) }],
		}),
	}
}
