import type { AnswerWord, Consent } from './consent.ts'

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { answerWord, decisionOf } from './consent.ts'

test('what is an answer, and what is a message as any other', () => {
	const said: readonly (readonly [string, AnswerWord | undefined])[] = [
		['pause', 'pause'],
		[' Pause. ', 'pause'],
		['STOP!', 'stop'],
		['“yes”', 'yes'],
		['**resume**', 'resume'],
		['pause it, please', undefined],
		['yes?', undefined],
		['', undefined],
		['no', undefined],
		['constructor', undefined],
	]
	for (const [text, word] of said) {
		assert.equal(answerWord(text), word, text)
	}
})

test('what an answer decides', () => {
	const table: readonly (readonly [Consent, AnswerWord, string])[] = [
		['asked', 'yes', 'given'],
		['asked', 'stop', 'stopped'],
		['asked', 'pause', 'yes,stop'],
		['asked', 'resume', 'yes,stop'],
		['given', 'pause', 'paused'],
		['given', 'stop', 'stopped'],
		['given', 'resume', 'pause,stop'],
		['given', 'yes', 'pause,stop'],
		['paused', 'resume', 'given'],
		['paused', 'yes', 'given'],
		['paused', 'stop', 'stopped'],
		['paused', 'pause', 'yes,resume,stop'],
		['stopped', 'resume', ''],
		['stopped', 'stop', ''],
	]
	for (const [consent, word, expected] of table) {
		const decided = decisionOf(word, consent)
		assert.equal('decision' in decided ? decided.decision : decided.fits.join(','), expected, `${consent} ${word}`)
	}
})
