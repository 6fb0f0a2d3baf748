import type { RichText } from './event.ts'
import type { Phrases } from './languages.ts'

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { deletionText, editNotice, fileLine, lateNotice, reactionText, refusedLine, sizeText } from './adapt.ts'
import { messageId, personId } from './ids.ts'
import { languages, spokenFor, wordsIn, wordsOf } from './languages.ts'
import { toMarkdown } from './markdown.ts'
import { phrase, phrases } from './phrase.ts'
import { holdsPhrase, plain, textOf } from './richtext.ts'
import { english } from './words.ts'

const spanish = wordsIn('es')
const read = (text: RichText): string => toMarkdown(text, ({ name }) => `‹${name}›`)

test('a language is found as Nextcloud writes it, or by the language without its country', () => {
	const asked: readonly (readonly [string, string | undefined])[] = [
		['es', 'es'],
		['ES', 'es'],
		['es_MX', 'es'],
		['es-419', 'es'],
		[' es ', 'es'],
		['es_ES.UTF-8', 'es'],
		['es@latin', 'es'],
		['en_GB', 'en'],
		['xx', undefined],
		['xx_ES', undefined],
		['', undefined],
		['constructor', undefined],
		['__proto__', undefined],
	]
	for (const [written, spoken] of asked) {
		assert.equal(spokenFor(written), spoken, written)
	}
	assert.deepEqual(languages.slice(0, 1), ['en'])
	for (const other of ['xx', 'constructor', undefined]) {
		assert.equal(wordsIn(other), english)
	}
})

test('what the relay says about messages, in Spanish', () => {
	const file = { name: 'plano.pdf', mime: 'a/b', size: 4_200_000, voice: false }
	const answered = { id: messageId(1), author: 'Ana', excerpt: 'hola' }
	const at = (text: string): number => Date.parse(text)
	const said: readonly (readonly [RichText, string])[] = [
		[deletionText(answered, spanish), '> Ana: hola\n\n🗑️ borró este mensaje'],
		[reactionText('👍', false, undefined, spanish), 'reaccionó con 👍'],
		[reactionText('👍', false, textOf('nos vemos'), spanish), 'reaccionó con 👍 a: «nos vemos»'],
		[reactionText('👍', true, undefined, spanish), 'retiró 👍'],
		[reactionText('👍', true, textOf('nos vemos'), spanish), 'retiró 👍 de: «nos vemos»'],
		[editNotice('a las cinco', textOf('a las seis'), spanish), '✏️ Editado: a las seis\n\nAntes: ~~a las cinco~~'],
		[lateNotice(1, at('2026-07-30T14:05Z'), at('2026-07-30T14:05Z'), spanish), '🕓 1 mensaje de 2026-07-30 14:05 UTC llega tarde.'],
		[lateNotice(3, at('2026-07-30T14:05Z'), at('2026-07-30T16:20Z'), spanish), '🕓 3 mensajes, de 2026-07-30 14:05 a 16:20 UTC, llegan tarde.'],
		[fileLine({ ...file, spooled: 's' }, spanish), '📎 plano.pdf (4,2 MB)'],
		[fileLine({ ...file, voice: true, spooled: 's' }, spanish), '🎤 Mensaje de voz (4,2 MB)'],
		[refusedLine({ ...file, refused: 'large', limit: 1e6 }, 'Ana', spanish), '📎 plano.pdf (4,2 MB) de Ana no se transmitió: ocupa más de 1 MB'],
		[refusedLine({ ...file, refused: 'large' }, '', spanish), '📎 plano.pdf (4,2 MB) no se transmitió: es demasiado grande'],
		[refusedLine({ ...file, refused: 'type' }, '', spanish), '📎 plano.pdf (4,2 MB) no se transmitió: aquí no se transmiten archivos de este tipo'],
		[refusedLine({ ...file, refused: 'gone' }, '', spanish), '📎 plano.pdf (4,2 MB) no se transmitió: ya no está disponible'],
		[refusedLine({ ...file, refused: 'full' }, '', spanish), '📎 plano.pdf (4,2 MB) no se transmitió: de momento no queda espacio para archivos'],
		[textOf(sizeText(1, spanish)), '1 byte'],
		[textOf(sizeText(2 ** 50, spanish)), '1024 TiB'],
	]
	for (const [text, expected] of said) {
		assert.equal(read(text), expected)
	}
})

test('what the relay says about joining, in Spanish, names the words that it takes for an answer', () => {
	assert.equal(
		spanish.joined('Marcos (a.example)', 'Familia', 'a.example', 'inout'),
		'Marcos (a.example) unió esta conversación con «Familia» en a.example: lo que se escribe en una se ve en las dos. '
		+ 'Quien modera puede terminarlo respondiendo parar a este mensaje, o interrumpirlo y seguir con pausa y reanudar.',
	)
	assert.match(spanish.asked('Marcos', 'Familia', 'a.example', 'inout'), /^Marcos quiere unir .* respondiendo sí a este mensaje, o rechazarlo con parar\. Hasta entonces no se transmite nada\.$/)
	assert.match(spanish.joined('Marcos', 'Familia', 'a.example', 'in'), /lo que se escribe aquí se ve allí\./)
	assert.match(spanish.joined('Marcos', 'Familia', 'a.example', 'out'), /lo que se escribe allí se ve aquí\./)
	assert.match(spanish.asked('Marcos', 'Familia', 'a.example', 'in'), /lo que se escriba aquí se vería allí\./)
	assert.match(spanish.asked('Marcos', 'Familia', 'a.example', 'out'), /lo que se escriba allí se vería aquí\./)
	assert.match(spanish.parted('Familia', 'a.example'), /^Esta conversación ya no está unida con «Familia» en a\.example:/)
	assert.match(spanish.withdrawn('Familia', 'a.example'), /^Se retiró la propuesta .*«Familia» en a\.example\./)
	assert.deepEqual(spanish.decided, {
		given: 'A partir de ahora, esta conversación está unida.',
		paused: 'En pausa: no se transmite nada hasta que alguien que modere responda reanudar.',
		stopped: 'Terminado: esta conversación ya no está unida a otra.',
	})
	assert.equal(spanish.onlyModerators, 'Eso solo lo puede decidir quien modera esta conversación.')
	assert.equal(spanish.answerWith(['yes', 'stop']), 'Ahora eso no corresponde. Quien modera puede responder: sí, parar.')
	assert.equal(english.answerWith(['yes', 'stop']), 'That does not fit now. What a moderator can answer: yes, stop.')
})

test('no answer means two things in one language', () => {
	for (const language of languages) {
		const all = Object.values(wordsIn(language).answers).flat()
		assert.ok(all.every((word) => /^\S+$/.test(word)), all.join())
		const withEnglish = Object.entries(wordsIn(language).answers).flatMap(([word, own]) => [...new Set([...own, word])])
		assert.equal(new Set(withEnglish).size, withEnglish.length, withEnglish.join())
	}
})

test('every phrase is said in Spanish with all that it names', () => {
	const mention: RichText = [{ as: 'mention', of: personId('ana@x.org'), name: 'Ana' }]
	const started = phrase('{actor} started a call: {link}', { actor: mention, link: [{ as: 'link', url: 'https://x.org', inner: [phrase('join')] }] })
	assert.equal(read(spanish.of([started])), '‹Ana› empezó una llamada: [unirse](https://x.org)')
	assert.equal(read(english.of([started])), '‹Ana› started a call: [join](https://x.org)')
	assert.equal(read([started]), '‹Ana› started a call: [join](https://x.org)')
	const within: RichText = [{ as: 'quote', inner: [{ as: 'bold', inner: [started] }] }]
	assert.equal(read(spanish.of(within)), '> **‹Ana› empezó una llamada: [unirse](https://x.org)**')
	assert.ok(!holdsPhrase(spanish.of(within)))
	assert.deepEqual(spanish.of(mention), mention)
})

test('what stands in a name is never taken for words of the phrase', () => {
	const hostile = '{user} {actor} {count} $& $1 | {constructor}'
	const added = phrase('{actor} added {user}', { actor: hostile, user: hostile })
	assert.equal(plain(spanish.of([added])), `${hostile} añadió a ${hostile}`)
	assert.equal(plain([added]), `${hostile} added ${hostile}`)
	assert.equal(plain([phrase('{actor} {constructor} {}', { actor: 'x' })]), 'x {constructor} {}')
	assert.match(spanish.joined('{stop}', '{by}', '{host}', 'inout'), /^\{stop\} unió esta conversación con «\{by\}» en \{host\}: .* respondiendo parar /)
	const name = phrase('join')
	assert.equal(plain(spanish.of([phrase('{actor} added {user}', { actor: 'join', user: [name] })])), 'join añadió a unirse')
})

const polish: Phrases = {
	'{count} message': { one: '{count} wiadomość', few: '{count} wiadomości (few)', many: '{count} wiadomości (many)', other: '{count} wiadomości (many)' },
	'{count} file': { other: '{count} plików' },
	'{actor} left': '{actor} wyszedł',
}

test('a phrase of several is said by the language’s own rule', () => {
	const say = (language: string, given: Phrases, count: number): string => plain(wordsOf(language, given).of([phrases('{count} message', '{count} messages', count)]))
	const told = [0, 1, 2, 5, 12, 22, 25].map((count) => say('pl', polish, count))
	assert.deepEqual(told, ['0 wiadomości (many)', '1 wiadomość', '2 wiadomości (few)', '5 wiadomości (many)', '12 wiadomości (many)', '22 wiadomości (few)', '25 wiadomości (many)'])
	assert.deepEqual([0, 1, 2].map((count) => say('es', {}, count)), ['0 messages', '1 message', '2 messages'])
	const few = [1, 2].map((count) => plain(wordsOf('pl', polish).of([phrases('{count} file', '{count} files', count)])))
	assert.deepEqual(few, ['1 plików', '2 plików'])
	// A language that nobody knows the rules of counts as English does.
	assert.equal(say('sr@latin', { '{count} message': { one: '{count} poruka', other: '{count} poruke' } }, 2), '2 poruke')
	assert.equal(say('not a language', { '{count} message': { one: 'one', other: 'other' } }, 1), 'one')
})

test('what translators left out is said in English, also where another text is inherited by its name', () => {
	const words = wordsOf('pl', polish)
	assert.equal(plain(words.of([phrase('{actor} left', { actor: 'Ana' })])), 'Ana wyszedł')
	assert.equal(plain(words.of([phrase('{actor} came', { actor: 'Ana' })])), 'Ana came')
	assert.equal(plain(words.of([phrase('constructor')])), 'constructor')
	assert.equal(plain(words.of([phrase('{count} message', { count: '1' })])), '1 message')
	assert.equal(words.deleted, english.deleted)
	assert.deepEqual(words.answers, { yes: ['yes'], pause: ['pause'], resume: ['resume'], stop: ['stop'] })
})
