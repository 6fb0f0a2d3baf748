import type { Decision, Words } from './words.ts'

import { english } from './words.ts'

/** Whether a room that became a member agrees to that. `asked`: its moderators have not agreed yet. */
export type Consent = 'given' | 'asked' | 'paused' | 'stopped'

const words = ['yes', 'pause', 'resume', 'stop'] as const

/** What a moderator can answer to the relay's notice. */
export type AnswerWord = typeof words[number]

/**
 * What is said to the notice, if that is an answer and not a message as any other: `Pause.` and ` pause ` are. In the language of the
 * notice, and always in English.
 */
export function answerWord(text: string, { answers }: Pick<Words, 'answers'> = english): AnswerWord | undefined {
	const bare = text.normalize('NFC').trim().toLowerCase().replace(/^[“"'«¡*_`]+|[”"'»*_`.!]+$/gu, '')
	return words.find((word) => [...answers[word], word].some((one) => one.normalize('NFC').toLowerCase() === bare))
}

const decisions: Readonly<Record<Consent, Readonly<Partial<Record<AnswerWord, Decision>>>>> = {
	asked: { yes: 'given', stop: 'stopped' },
	given: { pause: 'paused', stop: 'stopped' },
	paused: { resume: 'given', yes: 'given', stop: 'stopped' },
	stopped: {},
}

/** What an answer decides; or what else could be answered where it does not fit. */
export function decisionOf(word: AnswerWord, consent: Consent): { readonly decision: Decision } | { readonly fits: readonly AnswerWord[] } {
	const decision = decisions[consent][word]
	return decision === undefined ? { fits: words.filter((one) => decisions[consent][one] !== undefined) } : { decision }
}
