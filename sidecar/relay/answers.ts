import type { AnswerWord, Consent } from '../core/consent.ts'
import type { RoomId } from '../core/ids.ts'
import type { Session } from '../core/network.ts'
import type { Decision, Words } from '../core/words.ts'
import type { Answer } from '../store/answers.ts'
import type { Joined } from './notices.ts'
import type { Parts } from './parts.ts'

import { decisionOf } from '../core/consent.ts'
import { Failure, failureOf } from '../core/failure.ts'
import { partsOf } from '../core/ids.ts'
import { wordsIn } from '../core/languages.ts'
import { keyOf } from '../core/mark.ts'
import { textOf } from '../core/richtext.ts'
import { sentence } from '../core/sentence.ts'
import { relayAuthor } from './alarm.ts'

/** What moderators of rooms without the app answered to the relay's notice: found out whether they may, told to the app, confirmed. */
export interface AnswerDesk {
	/** The members there are now. */
	take(joined: readonly Joined[]): void
	/** An answer was written down. */
	heard(): void
	/** What was decided and is not in the configuration yet: it holds already. */
	decided(): ReadonlyMap<number, Decision>
	stop(): Promise<void>
}

export interface AnswerParts extends Pick<Parts, 'store' | 'log' | 'pace' | 'clock'> {
	readonly sessionOf: (room: RoomId) => Session | undefined
	/** Something was decided that is to hold at once. */
	readonly changed: () => Promise<void>
	/** Tells the app. When it resolves the decision is in the configuration that was taken up. Rejects while that can't be. */
	readonly report: (member: number, decision: Decision, by: string) => Promise<void>
}

/** Far above any number of parts that a message can have; lateness has the one after it. */
const answerPart = 999_998

type Judgement = { readonly decision: Decision } | { readonly refused: string }

export function openAnswers(parts: AnswerParts): AnswerDesk {
	const { store, log, pace, clock } = parts
	const stopping = new AbortController()
	let members: ReadonlyMap<number, Joined> = new Map()
	let news = new AbortController()
	let working = Promise.resolve()
	let isWorking = false

	const decided = (): ReadonlyMap<number, Decision> => new Map(store.answers.all()
		.flatMap(({ member, decision }) => decision === undefined ? [] : [[member, decision] as const]))

	const sessionOf = (room: RoomId): Session => {
		const session = parts.sessionOf(room)
		if (session === undefined) {
			throw new Failure({ then: 'retry' }, sentence`${room} is not connected`)
		}
		return session
	}

	/** At most once: it is written down first, and only taken back where surely nothing was sent. */
	const tell = async ({ id, room, message }: Answer, text: string): Promise<void> => {
		await store.commits.share(() => store.answers.setTold(id, true))
		try {
			await sessionOf(room).send({
				key: keyOf(store.word, id, answerPart),
				address: partsOf(room).address,
				nick: '',
				author: relayAuthor,
				text: textOf(text),
				files: [],
				replyTo: message,
				silent: true,
				at: clock.now(),
				mentionEveryone: false,
			})
		} catch (error) {
			const failure = failureOf(error)
			if (failure.left === 'nothing' && failure.verdict.then === 'retry') {
				await store.commits.share(() => store.answers.setTold(id, false))
				throw failure
			}
			log.warn(`${room}: could not say what became of an answer: ${failure.message}`)
		}
	}

	/** Who may not, or what does not fit, is told so, and that is the end of it. */
	const judged = async (answer: Answer, consent: Consent, words: Words): Promise<Judgement> => {
		const mayDecide = await sessionOf(answer.room).isModerator?.(partsOf(answer.room).address, answer.author.id) === true
		if (!mayDecide) {
			return { refused: words.onlyModerators }
		}
		const outcome = decisionOf(answer.word as AnswerWord, consent)
		return 'decision' in outcome ? outcome : { refused: words.answerWith(outcome.fits) }
	}

	const handle = async (answer: Answer): Promise<void> => {
		const joined = members.get(answer.member)
		const finish = () => store.commits.share(() => store.answers.done(answer.id))
		if (joined === undefined) {
			return finish()
		}
		const words = wordsIn(joined.language)
		let { decision } = answer
		if (decision === undefined) {
			const outcome = await judged(answer, decided().get(answer.member) ?? joined.consent, words)
			if ('refused' in outcome) {
				await tell(answer, outcome.refused)
				return finish()
			}
			decision = outcome.decision
			await store.commits.share(() => store.answers.decide(answer.id, outcome.decision))
			log.info(`${answer.room}: ${answer.author.name} decided: ${decision}`)
			await parts.changed()
		}
		if (!answer.told) {
			await tell(answer, words.decided[decision])
		}
		const [login, host = ''] = answer.author.id.split(/@(?=[^@]*$)/u)
		await parts.report(answer.member, decision, `${answer.author.name || login} (${host})`)
		return finish()
	}

	/** One room's answers in their order; rooms don't wait for each other. False if something is left to be done. */
	const round = async (): Promise<boolean> => {
		const rooms = Map.groupBy(store.answers.all(), ({ room }) => room)
		const done = await Promise.all([...rooms.values()].map(async (answers) => {
			try {
				for (const answer of answers) {
					await handle(answer)
				}
				return true
			} catch (error) {
				log.debug(`an answer waits: ${failureOf(error).message}`)
				return false
			}
		}))
		return done.every(Boolean)
	}

	const rounds = async (): Promise<void> => {
		let wait = pace.retryFirst
		while (!stopping.signal.aborted) {
			news = new AbortController()
			if (await round()) {
				if (!news.signal.aborted) {
					// At once: what is heard from here on begins a round of its own.
					isWorking = false
					return
				}
				continue
			}
			await clock.sleep(wait, AbortSignal.any([news.signal, stopping.signal]))
			wait = Math.min(wait * 2, pace.retryAtMost)
		}
	}

	const heard = (): void => {
		news.abort()
		if (!isWorking && !stopping.signal.aborted) {
			isWorking = true
			working = rounds()
				.catch((error: unknown) => log.error(`answers of moderators could not be read: ${String(error)}`))
				.finally(() => {
					isWorking = false
				})
		}
	}

	return {
		take(joined) {
			members = new Map(joined.map((one) => [one.member, one]))
			heard()
		},
		heard,
		decided,
		async stop() {
			stopping.abort()
			await working
		},
	}
}
