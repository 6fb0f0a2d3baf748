import assert from 'node:assert/strict'
import { test } from 'node:test'
import { safeName, strictName, voiceName } from './file-names.ts'

const table: readonly (readonly [given: string, safe: string])[] = [
	['foto.png', 'foto.png'],
	['ñandú 日本 ☃.png', 'ñandú 日本 ☃.png'],
	['../../etc/passwd', '_.._.._etc_passwd'],
	['a/b\\c.txt', 'a_b_c.txt'],
	['.htaccess', '_.htaccess'],
	['..', '_..'],
	['', 'file'],
	['  ', 'file'],
	['x.part', '_x_part'],
	['evil\u202Egnp.exe', 'evilgnp.exe'],
	['a\nb\0c.txt', 'abc.txt'],
]

for (const [given, safe] of table) {
	test(`names: ${JSON.stringify(given)}`, () => assert.equal(safeName(given), safe))
}

test('names: a long name keeps its end and its characters whole', () => {
	const long = safeName(`${'日'.repeat(200)}.png`)
	assert.ok(Buffer.byteLength(long) <= 230 && Buffer.byteLength(long) > 220)
	assert.match(long, /^日+\.png$/)
	assert.ok(Buffer.byteLength(safeName(`a.${'x'.repeat(500)}`)) <= 230)
})

test('names: where less is allowed', () => {
	assert.equal(strictName('a:b*c?.txt'), 'a_b_c_.txt')
	assert.equal(strictName('NUL.txt'), '_NUL.txt')
	assert.equal(strictName('ñandú 日本.png'), 'ñandú 日本.png')
	assert.equal(strictName('a. .'), 'a')
})

test('names: a voice message has a name that says so', () => {
	assert.equal(voiceName('x', 'audio/wav'), 'x.wav')
	assert.equal(voiceName('Talk recording.MP3', 'audio/mpeg'), 'Talk recording.MP3')
	assert.equal(voiceName('x.ogg', 'audio/ogg'), undefined)
})
