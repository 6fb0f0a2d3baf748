import type { KeptFile } from '../../core/event.ts'
import type { MessageId } from '../../core/ids.ts'
import type { Letter } from '../../core/network.ts'
import type { Answer } from './client.ts'
import type { WritingParts } from './writing.ts'

import { Failure, failureOf } from '../../core/failure.ts'
import { sentence } from '../../core/sentence.ts'
import { codeOf } from '../../http/troubles.ts'
import { safeName, strictName, voiceName } from '../../talk/file-names.ts'
import { settled, whyClosed } from './closing.ts'
import { inDoubt } from './doubt.ts'
import { findByKey } from './find.ts'
import { davPath, folderOf } from './names.ts'

/** Where and how a file's message appears. */
export interface FilePlace {
	/** undefined: it has none. */
	readonly caption: string | undefined
	readonly silent: boolean
	readonly replyTo?: number
	readonly threadId?: number
	readonly threadTitle?: string
}

export interface Files {
	/**
	 * Uploads the file into the login's own files and shares it with the conversation, with `letter.key`. The id of its message; none
	 * where Talk does not show it. What was uploaded is taken away again if it can't be shared. Throws a Failure.
	 */
	send(letter: Letter, file: KeptFile, place: FilePlace): Promise<readonly MessageId[]>
	/** Takes away what was uploaded for the message with this key, once that message is deleted. Never throws. */
	discard(key: string): Promise<void>
}

/** Nextcloud 32 and newer then make the folder themselves (apps/dav/lib/Upload/UploadAutoMkcolPlugin.php). */
const makesFolders = { 'x-nc-webdav-auto-mkcol': '1' }

/** By a share of one file, which every version of Talk takes; Talk 24 has a way of its own beside it. */
export function openFiles({ api, knowledge, people, settings, host }: WritingParts): Files {
	const { client } = api
	const where = (token: string) => ({ token, login: settings.login, host: client.host })

	/** Where this letter's upload goes. */
	async function folder(key: string): Promise<string> {
		const { folder: attachments } = await knowledge.get()
		return `${attachments.replace(/\/+$/, '')}/${folderOf(key)}`
	}

	/** Each folder on the way, from the outermost; one that is there already answers 405. */
	async function makeFolders(uid: string, path: string): Promise<void> {
		const parts = path.split('/').filter((part) => part !== '')
		for (let depth = 1; depth <= parts.length; depth += 1) {
			const { status } = await client.dav({ method: 'MKCOL', path: davPath(uid, parts.slice(0, depth).join('/')) })
			if (status !== 201 && status !== 405) {
				throw storeFailure(status)
			}
		}
	}

	/** What the file store's refusal means. */
	function storeFailure(status: number): Failure {
		switch (status) {
			case 507:
				return new Failure({ then: 'drop' }, sentence`the file store of ${settings.login} on ${client.host} is full`)
			case 413:
				return new Failure({ then: 'drop' }, sentence`the file is larger than ${client.host} takes`)
			case 400:
			case 403:
			case 415:
				return new Failure({ then: 'drop' }, sentence`${client.host} does not take this file (status ${status})`)
			default:
				return new Failure({ then: 'retry' }, sentence`${client.host} does not store the file now (status ${status})`)
		}
	}

	/** The status of one attempt. */
	async function put(uid: string, path: string, file: KeptFile): Promise<number> {
		const stream = host.spooled(file)
		try {
			return (await client.dav({ method: 'PUT', path: davPath(uid, path), headers: makesFolders, body: { stream, size: file.size } })).status
		} catch (error) {
			if (codeOf(error) === 'ENOENT') {
				throw new Failure({ then: 'drop' }, sentence`the file is no longer in the relay’s spool`, { cause: error })
			}
			// An upload that broke off leaves no message: nothing to be looked for.
			const failure = failureOf(error)
			throw new Failure(failure.verdict, failure.message, { left: 'nothing', cause: error })
		} finally {
			stream.destroy()
		}
	}

	/** The path at which it lies then, and whether its name says that it can be played as a voice message. */
	async function upload(letter: Letter, file: KeptFile): Promise<{ readonly path: string, readonly voice: boolean }> {
		const { id: uid } = await people.me()
		const into = await folder(letter.key)
		const voice = file.voice ? voiceName(file.name, file.mime) : undefined
		const name = voice ?? file.name
		const names = [...new Set([safeName(name), strictName(name)])]
		let made = false
		let status = 0
		for (const called of names) {
			status = await put(uid, `${into}/${called}`, file)
			if (!made && (status === 404 || status === 409)) {
				await makeFolders(uid, into)
				made = true
				status = await put(uid, `${into}/${called}`, file)
			}
			if (status === 201 || status === 204) {
				return { path: `${into}/${called}`, voice: voice !== undefined }
			}
			if (status !== 400 && status !== 403) {
				break
			}
		}
		throw storeFailure(status)
	}

	/** The folder, with what is in it. */
	async function discard(key: string): Promise<void> {
		try {
			const { id: uid } = await people.me()
			await client.dav({ method: 'DELETE', path: davPath(uid, await folder(key)) })
		} catch (error) {
			host.log.debug(`an upload is left in the files of ${settings.login} on ${client.host}: ${failureOf(error).message}`)
		}
	}

	/** Makes the message, and finds out its id. */
	async function shared(letter: Letter, path: string, voice: boolean, place: FilePlace, began: number): Promise<readonly MessageId[]> {
		const { caption, silent, replyTo, threadId, threadTitle } = place
		const share = () => api.share({
			token: letter.address,
			path,
			referenceId: letter.key,
			talkMetaData: JSON.stringify({
				...(voice ? { messageType: 'voice-message' } : {}),
				...(caption === undefined || caption === '' ? {} : { caption }),
				...(silent ? { silent } : {}),
				...(replyTo === undefined ? {} : { replyTo }),
				...(threadId === undefined ? {} : { threadId }),
				...(threadTitle === undefined ? {} : { threadTitle }),
			}),
		})
		// A 403 may be "already shared", which is looked into below.
		const answer = await settled(api, where(letter.address), share, ({ status }) => status === 404)
		// "Already shared" (403) is answered after the message was posted once more.
		const found = answer.status === 200 || answer.status === 403
			? await findByKey(api, letter.address, letter.key, began, 50).catch(inDoubt)
			: undefined
		if (found) {
			return found
		}
		if (answer.status === 200) {
			host.log.warn(`the message of a file in ${letter.address} on ${client.host} is not to be found: edits and answers will not reach it`)
			return []
		}
		throw await shareFailure(letter, answer)
	}

	/** What a refused share means. */
	async function shareFailure(letter: Letter, answer: Answer): Promise<Failure> {
		const closed = [403, 404].includes(answer.status) ? await whyClosed(api, answer.status, where(letter.address)) : undefined
		return closed
			?? new Failure({ then: 'drop' }, sentence`${client.host} does not share the file (status ${answer.status}: ${answer.meta.message ?? ''})`)
	}

	return {
		discard,
		async send(letter, file, place) {
			const began = Date.now()
			const { path, voice } = await upload(letter, file)
			try {
				return await shared(letter, path, voice, place, began)
			} catch (error) {
				const { left, verdict } = failureOf(error)
				if (left === 'nothing' && verdict.then !== 'retry') {
					await discard(letter.key)
				}
				throw error
			}
		},
	}
}
