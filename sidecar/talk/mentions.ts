import type { MentionSpan } from '../core/event.ts'
import type { TalkParticipant } from './types.ts'

import { personOf } from './authors.ts'

/** The room that a text is written for. */
export interface Audience {
	/** undefined: not known now; then nobody is mentioned and everything that looks like a mention is made harmless. */
	readonly people: readonly TalkParticipant[] | undefined
	/** Who can be mentioned though they are not among them: people of other servers whom the text means. */
	readonly elsewhere?: readonly TalkParticipant[]
	/** The server's host: `laura@<host>` is its user laura. */
	readonly host: string
	/** The login's own user id: never called by a name that somebody wrote. */
	readonly self: string
	readonly everyone: boolean
}

/** Says nothing, shows nothing, and what follows it is no mention any more. */
const joiner = '\u2060'
/** What Talk reads as a mention: getMentions in the server's lib/private/Comments/Comment.php. */
const written = /@(?:"((?:(?:guest|email|(?:federated_)?(?:group|team|user))\/)?[a-z0-9_\-@.' /:]+)"|([a-z0-9_\-@.']+))/gi
/** What may stand before it; after anything else it is plain text. Code is taken out before, so what stands before that counts too. */
const mayPrecede = /[\s\-@.'`]$|^$/
/** What Talk takes for code and leaves alone, also in replacing mentions (lib/Chat/Parser/UserMention.php). */
const code = /^```.*?(?:^```|$(?![\s\S]))|^~~~.*?(?:^~~~|$(?![\s\S]))|`[^`\n]*`/gms
/** The same as Talk takes it out before it looks for mentions: blocks first, then what is left in a line. */
const fenced = /^```.*?(?:^```|$(?![\s\S]))|^~~~.*?(?:^~~~|$(?![\s\S]))/gms
const inline = /`[^`\n]*`/g
const quotable = /^[a-z0-9_\-@.' /:]+$/i
/** Stands in for a mention of ours until the whole text is there. No text of a person holds it. */
const slot = /\0(\d+)\0/g

/** Collects the mentions of one text while it is written, and puts them in at its end. */
export interface MentionWriter {
	/** For `toMarkdown`. */
	write(span: MentionSpan): string
	/** The text as Talk is to get it: mentions that were meant stand, those that nobody meant are harmless. */
	finish(text: string): string
}

/** Mentions for one room's people. Pure. */
export function mentionWriter(audience: Audience): MentionWriter {
	const meant: { readonly real: string, readonly shown: string }[] = []
	return {
		write(span) {
			const shown = `@${span.name}`
			const real = handle(span, audience)
			return real === undefined ? shown : `\0${meant.push({ real, shown }) - 1}\0`
		},
		finish(text) {
			const harmless = disarmed(text, audience, meant.map(({ real }) => real.replace(/^@"|"$/g, '').toLowerCase()))
			return harmless.replace(slot, (_whole, index: string, at: number) => {
				const mention = meant[Number(index)]
				return mention ? placed(mention, harmless.slice(0, at)) : ''
			})
		},
	}
}

/** How Talk's own composer writes this mention; undefined where nobody, or more than one, is meant. */
function handle(span: MentionSpan, audience: Audience): string | undefined {
	if (span.of === 'everyone') {
		return audience.everyone ? '@"all"' : undefined
	}
	const people = (audience.people ?? []).filter((person) => handleOf(person) !== undefined)
	if (span.of !== 'nobodyHere') {
		const person = [...people, ...audience.elsewhere ?? []].find(({ actorType, actorId, displayName }) => {
			return personOf({ actorType, actorId, actorDisplayName: displayName }, audience.host) === span.of
		})
		return person && handleOf(person)
	}
	const name = span.name.toLowerCase()
	const bearers = people.filter(({ actorId, displayName }) => actorId.toLowerCase() === name || displayName.toLowerCase() === name)
	const [bearer] = bearers
	return bearers.length === 1 && bearer && !(bearer.actorType === 'users' && bearer.actorId === audience.self)
		? handleOf(bearer)
		: undefined
}

/** The mention of one participant; undefined for those whom Talk can't mention by what we know, and for groups. */
function handleOf({ actorType, actorId }: TalkParticipant): string | undefined {
	switch (actorType) {
		case 'users':
			return quotable.test(actorId) && !actorId.includes('/') && actorId !== 'all' ? `@"${actorId}"` : undefined
		case 'federated_users': {
			const bare = actorId.replace(/@https?:\/\//i, '@')
			return quotable.test(bare) ? `@"federated_user/${bare}"` : undefined
		}
		case 'guests':
			return /^[a-f0-9]+$/.test(actorId) ? `@"guest/${actorId}"` : undefined
		case 'emails':
			return /^[a-f0-9]+$/.test(actorId) ? `@"email/${actorId}"` : undefined
		default:
			return undefined
	}
}

/** Behind a bracket or a letter Talk sees no mention: a space makes it one; within marks of emphasis a space would break those. */
function placed(mention: { readonly real: string, readonly shown: string }, before: string): string {
	const last = before.slice(-1)
	if (mayPrecede.test(last)) {
		return mention.real
	}
	return /[*_~]/.test(last) ? `${mention.shown.slice(0, 1)}${joiner}${mention.shown.slice(1)}` : ` ${mention.real}`
}

/**
 * Breaks every mention that would reach somebody: a participant, everybody, a group, a team, a guest. And whatever looks like one of
 * those that are `meant` (ids in lower case): once a person is mentioned, Talk shows each further `@ana` as her, even in `x@ana.example`.
 */
function disarmed(text: string, audience: Audience, meant: readonly string[]): string {
	const ids = audience.people && new Set(audience.people.map(({ actorId }) => actorId.toLowerCase()))
	const reaches = (id: string): boolean => ids === undefined || id === 'all' || id.includes('/') || ids.has(id)
	const outside = (part: string, start: string): string => {
		return part.replace(written, (found, quoted: string | undefined, bare: string | undefined, at: number) => {
			const preceded = mayPrecede.test(at === 0 ? start : part.charAt(at - 1))
			const id = (quoted ?? bare ?? '').toLowerCase()
			return (preceded && reaches(id)) || meant.some((one) => id.startsWith(one)) ? `@${joiner}${found.slice(1)}` : found
		})
	}
	let done = ''
	let from = 0
	for (const match of text.matchAll(code)) {
		done += outside(text.slice(from, match.index), from === 0 ? '' : '`') + match[0]
		from = match.index + match[0].length
	}
	const whole = done + outside(text.slice(from), from === 0 ? '' : '`')
	// What stands around code can be a mention once the code is gone: @`x`all. Nobody writes so who means well.
	const left = whole.replace(fenced, '').replace(inline, '')
	const glued = [...left.matchAll(written)].some(({ 1: quoted, 2: bare, index }) => {
		return mayPrecede.test(left.slice(0, index).slice(-1)) && reaches((quoted ?? bare ?? '').toLowerCase())
	})
	return glued ? whole.replaceAll('@', `@${joiner}`) : whole
}
