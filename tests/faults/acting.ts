import type { Row } from '../../sidecar/demo/talk-server/types.ts'
import type { Act } from './plan.ts'
import type { Post, Scene } from './scene.ts'

import { isMark } from '../../sidecar/core/mark.ts'
import { bridge, labelOf, names, roomToken, stands, textIn } from './scene.ts'
import { isBeginning, said, textOf } from './texts.ts'

const talk = 'apps/spreed/api/v1'
/** Rather the newer messages are answered, edited, reacted to. */
const remembered = 12

/** Lets people do what the plan says, over HTTP. Throws when a server refuses what it should not. */
export function actors(scene: Scene): (act: Act) => Promise<void> {
	let made = 0

	const whoActs = (act: Act): string => act.person === 2 && act.pick < 0.3 ? bridge : names[act.server]?.[act.person % 2] ?? ''
	const chosen = <T>(list: readonly T[], pick: number): T | undefined => list[Math.floor(pick * list.length)]

	/** What people wrote, and the beginnings of copies. */
	const visible = (act: Act): readonly Row[] => scene.rows(act.server, act.conversation)
		.filter((row) => stands(row) && (!isMark(row.referenceId) || isBeginning(said(textIn(row)).words)))
		.slice(-remembered)
	const isHere = (act: Act, post: Post): boolean => post.server === act.server && post.conversation === act.conversation
	const own = (act: Act): readonly Post[] => scene.posts.filter((post) => isHere(act, post)
		&& stands(scene.server(post.server).store.rows.get(post.id))).slice(-remembered)

	const post = async (act: Act, replyTo?: Row): Promise<void> => {
		const uid = whoActs(act)
		const token = `m${made += 1}`
		const { status, data } = await scene.someoneAt(act.server, uid).ocs('POST', `${talk}/chat/${roomToken(act.server, act.conversation)}`, {
			message: textOf(token, 0, act.words),
			...(replyTo !== undefined && { replyTo: replyTo.id }),
		})
		if (status !== 201) {
			// What is answered may have been deleted in this very moment, and the relay's account been taken out of the room.
			if (replyTo === undefined && uid !== bridge) {
				throw new Error(`${uid} could not post (${status})`)
			}
			return
		}
		const { id } = data as { readonly id: number }
		scene.posts.push({ token, server: act.server, conversation: act.conversation, id, uid, versions: 1 })
		scene.tell(`${uid}@${labelOf(act.server)} posts ${token} as ${id}${replyTo === undefined ? '' : `, in answer to ${replyTo.id}`}`)
	}

	const file = async (act: Act): Promise<void> => {
		const uid = whoActs(act)
		const token = `m${made += 1}`
		const name = `${token}.txt`
		const content = `${token} `.repeat(20 + Math.floor(act.pick * 4000))
		const someone = scene.someoneAt(act.server, uid)
		const stored = await someone.put(name, content)
		const { status } = await someone.ocs('POST', 'apps/files_sharing/api/v1/shares', {
			shareType: 10,
			shareWith: roomToken(act.server, act.conversation),
			path: `/${name}`,
			referenceId: `person-${token}`,
			talkMetaData: JSON.stringify({ caption: textOf(token, 0, Math.min(act.words, 8)) }),
		})
		const row = scene.rows(act.server, act.conversation).find((one) => one.referenceId === `person-${token}`)
		if (row === undefined && uid === bridge) {
			return
		}
		if (row === undefined) {
			throw new Error(`${uid} could not share a file (${stored}, ${status})`)
		}
		const { server, conversation } = act
		scene.posts.push({ token, server, conversation, id: row.id, uid, versions: 1, file: { name, content } })
		scene.tell(`${uid}@${labelOf(act.server)} shares ${token} as ${row.id}`)
	}

	const edit = async (act: Act): Promise<void> => {
		const target = chosen(own(act), act.pick)
		if (target === undefined) {
			return
		}
		const version = target.versions
		target.versions += 1
		const { status } = await scene.someoneAt(act.server, target.uid)
			.ocs('PUT', `${talk}/chat/${roomToken(act.server, act.conversation)}/${target.id}`, {
				message: textOf(target.token, version, target.file === undefined ? act.words : Math.min(act.words, 8)),
			})
		scene.tell(`${target.uid}@${labelOf(act.server)} edits ${target.token} to version ${version} (${status})`)
	}

	const remove = async (act: Act): Promise<void> => {
		const target = chosen(own(act), act.pick)
		if (target !== undefined) {
			const { status } = await scene.someoneAt(act.server, target.uid)
				.ocs('DELETE', `${talk}/chat/${roomToken(act.server, act.conversation)}/${target.id}`)
			scene.tell(`${target.uid}@${labelOf(act.server)} deletes ${target.token} (${status})`)
		}
	}

	const react = async (act: Act): Promise<void> => {
		const uid = names[act.server]?.[act.person % 2] ?? ''
		const target = chosen(visible(act), act.pick)
		if (target !== undefined) {
			const { status } = await scene.someoneAt(act.server, uid)
				.ocs('POST', `${talk}/reaction/${roomToken(act.server, act.conversation)}/${target.id}`, { reaction: act.emoji })
			scene.tell(`${uid}@${labelOf(act.server)} reacts to ${target.id} with ${act.emoji} (${status})`)
		}
	}

	const unreact = async (act: Act): Promise<void> => {
		const { reactions } = scene.server(act.server).store
		const standing = scene.rows(act.server, act.conversation).filter(stands)
			.flatMap((row) => [...reactions.get(row.id)?.values() ?? []])
			.filter((reaction) => reaction.actor.id !== bridge)
		const target = chosen(standing, act.pick)
		if (target !== undefined) {
			const { status } = await scene.someoneAt(act.server, target.actor.id)
				.ocs('DELETE', `${talk}/reaction/${roomToken(act.server, act.conversation)}/${target.parent}`, { reaction: target.text })
			scene.tell(`${target.actor.id}@${labelOf(act.server)} takes ${target.text} back from ${target.parent} (${status})`)
		}
	}

	return (act) => {
		switch (act.what) {
			case 'post': return post(act)
			case 'answer': return post(act, chosen(visible(act), act.pick))
			case 'file': return file(act)
			case 'edit': return edit(act)
			case 'delete': return remove(act)
			case 'react': return react(act)
			case 'unreact': return unreact(act)
			default: return act.what satisfies never
		}
	}
}
