import assert from 'node:assert/strict'
import { test } from 'node:test'
import { kindsOf, phrasesOf } from '../l10n/phrases.ts'

function text(english: string, plural?: string) {
	return { text: english, ...(plural !== undefined && { plural }), files: [], sentence: false, phrase: true, shown: false }
}
function file(pluralForms: string, given: Readonly<Record<string, readonly string[]>>) {
	return {
		charset: 'utf-8',
		headers: { 'Plural-Forms': pluralForms },
		translations: { '': Object.fromEntries(Object.entries(given).map(([msgid, msgstr]) => [msgid, { msgid, msgstr: [...msgstr] }])) },
	}
}
const ofPolish = 'nplurals=3; plural=(n==1 ? 0 : n%10>=2 && n%10<=4 && (n%100<10 || n%100>=20) ? 1 : 2);'

test('a file’s forms are known by the kinds of numbers that they are for', () => {
	assert.deepEqual(kindsOf('es', 'nplurals=2; plural=(n != 1);'), { many: 1, one: 0, other: 1 })
	assert.deepEqual(kindsOf('es', 'nplurals=3; plural=n == 1 ? 0 : n != 0 && n % 1000000 == 0 ? 1 : 2;'), { many: 1, one: 0, other: 2 })
	assert.deepEqual(kindsOf('pl', ofPolish), { few: 1, many: 2, one: 0 })
	assert.deepEqual(kindsOf('fr', 'nplurals=2; plural=(n > 1);'), { many: 1, one: 0, other: 1 })
	assert.deepEqual(kindsOf('ja', 'nplurals=1; plural=0;'), { other: 0 })
	assert.deepEqual(kindsOf('xx', 'nplurals=2; plural=(n != 1);'), { one: 0, other: 1 })
	assert.deepEqual(kindsOf('de'), { one: 0, other: 1 })
	const ofArabic = 'nplurals=6; plural=n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3 : n%100>=11 ? 4 : 5;'
	assert.deepEqual(kindsOf('ar', ofArabic), { few: 3, many: 4, one: 1, other: 5, two: 2, zero: 0 })
	// Where a file parts numbers otherwise than its language does, what is said most often is right.
	assert.deepEqual(kindsOf('ru', 'nplurals=2; plural=(n != 1);'), { few: 1, many: 1, one: 0 })
	assert.deepEqual(kindsOf('fr', 'nplurals=2; plural=(n != 1);'), { many: 1, one: 0, other: 1 })
	assert.throws(() => kindsOf('es', 'nplurals=2; plural=process.exit();'), /not understood/)
})

test('the relay gets what translators gave, and nothing for what they left out', () => {
	const texts = [text('{actor} left'), text('{actor} came'), text('{count} message', '{count} messages')]
	const { phrases, faults } = phrasesOf('pl', texts, file(ofPolish, {
		'{actor} left': ['{actor} wyszedł'],
		'{actor} came': [''],
		'{count} message': ['{count} wiadomość', '{count} wiadomości', '{count} wiadomości'],
	}))
	assert.deepEqual(phrases, {
		'{actor} left': '{actor} wyszedł',
		'{count} message': { one: '{count} wiadomość', few: '{count} wiadomości', many: '{count} wiadomości' },
	})
	assert.deepEqual(faults, [])
})

test('a name that the relay does not fill in is told', () => {
	const { faults } = phrasesOf('es', [text('{actor} left'), text('{count} message', '{count} messages')], file('nplurals=2; plural=(n != 1);', {
		'{actor} left': ['{actora} salió'],
		'{count} message': ['un mensaje', '{number} mensajes'],
	}))
	assert.deepEqual(faults, ['{actora} is not in: {actor} left', '{number} is not in: {count} message'])
})
