import type { RichText } from '../core/event.ts'
import type { Meaning } from './system.ts'
import type { Parameter, TalkMessage, TalkPoll } from './types.ts'

import { namesIn, phrase, saying } from '../core/phrase.ts'
import { textOf } from '../core/richtext.ts'
import { votesOf } from './objects.ts'
import { parametersOf } from './text.ts'

type NoticeMeaning = Extract<Meaning, { as: 'notice' }>

const duration = /\d+:\d\d(?::\d\d)?/

/** Talk's sentence on a renamed conversation holds both names in quotation marks of the login's language; the last is the new one. */
const renamed = /["“„«「].*?["”“»」]\s+[^"“”„«»「」]*["“„«「](.*)["”“»」][^"“”„«»「」]*$/su

const nameOf = (parameter: Parameter): string => parameter.name ?? String(parameter.id)

/** Whether both parameters name the same person: somebody who adds themselves has joined. */
function sameBody(one: Parameter, other: Parameter | undefined): boolean {
	return other !== undefined && String(one.id) === String(other.id) && (one.server ?? '') === (other.server ?? '')
}

/** What our words on a system message can name beside its parameters; undefined for what is not known. */
function namedIn({ message, messageParameters, token }: TalkMessage, actor: string, base: string, votes: string | undefined) {
	const parameters = parametersOf(messageParameters)
	const called = Object.entries(parameters).filter(([name]) => /^user\d+$/.test(name)).sort(([one], [other]) => one < other ? -1 : 1)
	const values: Readonly<Record<string, string | RichText | undefined>> = {
		actor,
		new: renamed.exec(message)?.[1] ?? '…',
		time: duration.exec(message)?.[0],
		people: called.length === 0 ? undefined : called.map(([, parameter]) => nameOf(parameter)).join(', '),
		link: [{ as: 'link', url: `${base}/call/${token}`, inner: [phrase('join')] }],
		votes,
	}
	const named = Object.fromEntries(Object.entries(parameters).map(([name, parameter]) => [name, nameOf(parameter)]))
	return new Map(Object.entries({ ...named, ...values })
		.flatMap(([name, value]) => value === undefined ? [] : [[name, typeof value === 'string' ? textOf(value) : value] as const]))
}

/** A system message in our words. `actor`: what whoever did it is called. */
export function noticeText(message: TalkMessage, meaning: NoticeMeaning, actor: string, base: string, poll?: TalkPoll): RichText {
	const parameters = parametersOf(message.messageParameters)
	const meant = parameters.user ?? parameters.federated_user
	const result = votesOf(poll)
	const known = namedIn(message, actor, base, result?.votes)
	const words = meant !== undefined && meaning.self !== undefined && sameBody(meant, parameters.actor) ? [meaning.self] : meaning.words
	const fits = words.find((one) => namesIn(one).every((name) => known.has(name) || name === 'count')) ?? words.at(-1)
	return fits === undefined ? [] : [saying(fits, (name) => known.get(name) ?? [phrase('somebody')], result?.people)]
}
