import type { Author, ChatEvent, Deletion, Edit, Message, Notice, Reaction, RichText } from '../core/event.ts'
import type { Gateway } from '../core/gateway.ts'
import type { MessageId, Origin, RoomId } from '../core/ids.ts'
import type { Letter, Session } from '../core/network.ts'
import type { Words } from '../core/words.ts'
import type { Delivery } from '../store/outbox.ts'
import type { Store } from '../store/store.ts'
import type { Post } from './post.ts'

import { deletionText, editNotice } from '../core/adapt.ts'
import { asCarried, refuses } from '../core/carried.ts'
import { Failure } from '../core/failure.ts'
import { isBlocked } from '../core/gateway.ts'
import { partsOf } from '../core/ids.ts'
import { lettersOf } from '../core/letters.ts'
import { isRefused } from '../core/network.ts'
import { sentence } from '../core/sentence.ts'

/** What one delivery needs to know beside itself. */
export interface Errand {
	readonly delivery: Delivery
	readonly event: ChatEvent
	readonly origin: Origin | undefined
	/** When it was accepted, and now (ms since 1970). */
	readonly accepted: number
	readonly now: number
	/** How long an answer waits for the copy that it answers, in ms. */
	readonly patience: number
	readonly gateway: Gateway
	readonly session: Session
	/** In the language of the gateway. */
	readonly words: Words
	/** The author as this room shows them: `[laura@nube2] `. */
	readonly nickOf: (author: Author, source: RoomId) => string
	readonly post: Post
	readonly store: Store
}

/** From here on parts are messages that a fall-back made, not parts of the text. */
const fallBacks = 1_000_000

/** Numbers tell a text (even) from a file (odd), so that an edit never takes a file for a surplus piece of text. */
const partOf = (index: number, letter: Letter): number => index * 2 + (letter.files.length > 0 ? 1 : 0)

function copiesHere({ store, delivery, origin }: Errand): readonly { readonly part: number, readonly message: MessageId }[] {
	return origin === undefined ? [] : store.copies.copiesIn(origin, delivery.room)
}

/** The message in the target room that is the same as this one of the source room. */
function counterpart({ store, event, delivery }: Errand, message: MessageId): MessageId | undefined {
	const known = store.copies.originOf(event.room, message)
	return known && store.copies.copiesIn(known.origin, delivery.room)[0]?.message
}

interface First { readonly replyTo?: MessageId, readonly nick?: string }

function lettersFor(errand: Errand, message: Message, first: First = {}): readonly Letter[] {
	const { delivery, session, gateway, post, words } = errand
	const replyTo = first.replyTo ?? (message.replyTo && counterpart(errand, message.replyTo.id))
	const root = message.thread && counterpart(errand, message.thread.root)
	const begins = message.thread?.root === message.id
	return lettersOf(asCarried(message, gateway), {
		limits: session.limits(),
		nick: first.nick ?? errand.nickOf(message.author, message.room),
		key: (part) => post.key(delivery, part),
		address: partsOf(delivery.room).address,
		author: message.author,
		...(replyTo === undefined ? {} : { replyTo }),
		quoteNeeded: message.replyTo !== undefined && replyTo === undefined,
		...(message.thread === undefined || (root === undefined && !begins)
			? {}
			: { thread: { title: message.thread.title, ...(root === undefined || begins ? {} : { root }) } }),
		mentionEveryone: gateway.mentionEveryone,
		words,
	})
}

/** An answer to what may be a copy whose link is not written yet waits: an attempt that began before it is of unknown outcome. */
function awaitAnswered({ store, event, accepted, now, patience }: Errand, message: Message): void {
	if (message.replyTo !== undefined && store.copies.originOf(event.room, message.replyTo.id) === undefined
		&& now < accepted + patience && store.outbox.begunBefore(event.room, accepted)) {
		throw new Failure({ then: 'retry' }, sentence`it is not known yet what it answers in ${event.room}`)
	}
}

async function deliverMessage(errand: Errand, message: Message): Promise<void> {
	const { post, delivery, origin } = errand
	awaitAnswered(errand, message)
	await post.sendAll(delivery, lettersFor(errand, message), (letter, index) => ({ origin, part: partOf(index, letter) }))
}

/** A message of the relay's own making, said instead of what the target can't do. */
function asMessage(event: Edit | Deletion | Notice, text: RichText): Message {
	return { kind: 'message', id: event.id, room: event.room, author: event.author, at: event.at, text, files: [], silent: true }
}

async function fallBack(errand: Errand, event: Edit | Deletion, text: RichText, replyTo: MessageId): Promise<void> {
	const used = copiesHere(errand).filter((copy) => copy.part >= fallBacks).length
	const letters = lettersFor(errand, asMessage(event, text), { replyTo })
	await errand.post.sendAll(errand.delivery, letters, (_, index) => ({ origin: errand.origin, part: fallBacks + used + index }))
}

/** What stands here, for the notice of an edit to show what changed; undefined where that is not known: the notice does without. */
async function standing({ session }: Errand, letter: Letter | undefined, copies: readonly MessageId[]): Promise<string | undefined> {
	const texts: string[] = []
	for (const copy of copies) {
		const text = letter && await session.says?.(letter, copy).catch(() => undefined)
		if (text === undefined) {
			return undefined
		}
		texts.push(text)
	}
	return texts.length === 0 ? undefined : texts.join(' ')
}

/**
 * What the edited message says now, as a message: with the quote that it needs here, and the lines that stand for its files. The files
 * themselves keep their messages.
 */
function edited({ store, origin, gateway, session }: Errand, event: Edit): Message {
	const { files = [], replyTo } = origin === undefined ? {} : store.events.about(origin)
	const message = { ...asMessage(event, event.text), ...(replyTo && { replyTo }) }
	const told = asCarried({ ...message, files }, gateway).files
	return { ...message, files: session.limits().files === 0 ? told : told.filter(isRefused) }
}

async function deliverEdit(errand: Errand, event: Edit): Promise<void> {
	const { session, delivery, store, post, origin } = errand
	const message = edited(errand, event)
	const here = copiesHere(errand)
	const copies = here.filter((copy) => copy.part < fallBacks)
	const whole = copies[0]
	if (whole === undefined) {
		// It never arrived here: what it says now is all that this room needs.
		return deliverMessage(errand, message)
	}
	const letters = lettersFor(errand, message)
	// The first one may be a file with its caption; other files keep their messages.
	const texts = copies.filter((copy, index) => index === 0 || copy.part % 2 === 0)
	const instead = async (): Promise<void> => {
		const before = await standing(errand, letters[0], texts.map((copy) => copy.message))
		return fallBack(errand, event, editNotice(before, event.text, errand.words), whole.message)
	}
	const isFallingBack = delivery.parts > 0 && copies.length < here.length
	if (isFallingBack || session.edit === undefined) {
		return instead()
	}
	for (const [index, letter] of letters.slice(0, texts.length).entries()) {
		if (await session.edit(letter, texts[index]?.message ?? whole.message) === 'cannot') {
			return instead()
		}
	}
	if (letters.length > texts.length) {
		return post.sendAll({ ...delivery, parts: texts.length }, letters, (letter, index) => ({ origin, part: partOf(index, letter) }))
	}
	const surplus = texts.slice(Math.max(1, letters.length))
	for (const copy of surplus) {
		await session.remove?.(partsOf(delivery.room).address, copy.message)
	}
	await post.finish(delivery, () => surplus.forEach((copy) => origin && store.copies.unlink(origin, delivery.room, copy.part)))
}

async function deliverDeletion(errand: Errand, event: Deletion): Promise<void> {
	const { session, delivery, store, post, origin } = errand
	const { address } = partsOf(delivery.room)
	for (const copy of [...copiesHere(errand)].reverse()) {
		if (await session.remove?.(address, copy.message) !== 'done') {
			return fallBack(errand, event, deletionText(undefined, errand.words), copy.message)
		}
	}
	await post.finish(delivery, () => copiesHere(errand).forEach((copy) => origin && store.copies.unlink(origin, delivery.room, copy.part)))
	return undefined
}

/** Makes true what should stand now, whatever has happened since the event: the last one to be delivered settles it. */
async function deliverReaction(errand: Errand, event: Reaction): Promise<void> {
	const { session, delivery, store, post, origin, gateway } = errand
	const copy = copiesHere(errand)[0]?.message
	const isRefused = refuses(gateway, 'reactions')
	if (copy !== undefined && isRefused && !store.reactions.isPlaced(delivery.room, copy, event.emoji)) {
		return post.finish(delivery)
	}
	if (copy !== undefined && origin !== undefined && session.react !== undefined) {
		// Where none are carried (any more), what stands from before goes with the first that is taken back.
		// What another account heard in the same conversation for another gateway is told to that one.
		const isOurs = (room: RoomId): boolean => gateway.members.some((member) => member.room === room)
		const by = store.reactions.elsewhere(origin, event.emoji, delivery.room)
			.filter(({ room, author }) => !isRefused && isOurs(room) && !isBlocked(gateway, room, author.id))
			.map((one) => one.author)
		await store.commits.share(() => store.reactions.place(delivery.room, copy, event.emoji))
		const stands = await session.react(partsOf(delivery.room).address, copy, event.emoji, by) === 'done' && by.length > 0
		return post.finish(delivery, () => stands || store.reactions.unplace(delivery.room, copy, event.emoji))
	}
	return post.finish(delivery)
}

/** Nobody refers to a notice, but to the relay's own, which stands for an origin. */
function deliverNotice(errand: Errand, event: Notice): Promise<void> {
	const letters = lettersFor(errand, asMessage(event, event.text), { nick: '' }).map((letter) => ({ ...letter, notice: true as const }))
	return errand.post.sendAll(errand.delivery, letters, (letter, index) => ({ origin: errand.origin, part: partOf(index, letter) }))
}

/** The event with what the relay itself says in it put into words: what comes after this knows no language. */
function worded<E extends ChatEvent>(event: E, words: Words): E {
	return 'text' in event ? { ...event, text: words.of(event.text) } : event
}

/** Does one delivery to its end. Throws a Failure; what has arrived by then is written down. */
export async function deliver(errand: Errand): Promise<void> {
	const event = worded(errand.event, errand.words)
	switch (event.kind) {
		case 'message': return deliverMessage(errand, event)
		case 'edit': return deliverEdit(errand, event)
		case 'deletion': return deliverDeletion(errand, event)
		case 'reaction': return deliverReaction(errand, event)
		case 'notice': return deliverNotice(errand, event)
		default: return event satisfies never
	}
}
