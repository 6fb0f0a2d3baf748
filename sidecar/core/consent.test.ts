import type { AnswerWord, Consent } from './consent.ts'

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { answerWord, decisionOf } from './consent.ts'
import { wordsIn } from './languages.ts'

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

test('an answer can be given in the language of the notice, and always in English', () => {
	const said: readonly (readonly [string, AnswerWord | undefined])[] = [
		['pausa', 'pause'],
		['Pausar.', 'pause'],
		['reanudar', 'resume'],
		['¡Parar!', 'stop'],
		['«detener»', 'stop'],
		['Sí', 'yes'],
		['si', 'yes'],
		['Si\u0301', 'yes'],
		['pause', 'pause'],
		['YES', 'yes'],
		['stop', 'stop'],
		['resume', 'resume'],
		['no', undefined],
		['parar|detener', undefined],
		['', undefined],
	]
	for (const [text, word] of said) {
		assert.equal(answerWord(text, wordsIn('es')), word, text)
	}
	assert.equal(answerWord('parar'), undefined)
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
