import type { Refused, Signed } from './signature.ts'

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openNonces } from './nonces.ts'
import { bodyHash, sign, verify } from './signature.ts'

const secret = 'ab'.repeat(32)
const time = 1_790_000_000
const now = time * 1000
const signed: Signed = {
	method: 'POST',
	path: '/door/deliver',
	time,
	nonce: '000102030405060708090a0b0c0d0e0f',
	generation: 7,
	bodyHash: bodyHash('{"items":[]}'),
}
const headers = sign(secret, signed)

function judge(given: Readonly<Record<string, string>> = headers, at = now, method = 'POST', path = '/door/deliver'): Signed | Refused {
	return verify(method, path, given, { secret, now: at, nonces: openNonces() })
}

test('signature: the same as PHP makes of it (hash_hmac over the six lines)', () => {
	assert.equal(headers['x-talk-relay-signature'], '91c3d266dffde95b88dfe87a21a026fadc1e404638091d0d93e9038a5cf517b1')
	assert.equal(bodyHash(), 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855')
})

test('signature: what was signed is verified', () => assert.deepEqual(judge(), signed))

for (const [what, refused] of Object.entries({
	'another method': judge(headers, now, 'GET'),
	'another path': judge(headers, now, 'POST', '/door/deliver?x=1'),
	'another time': judge({ ...headers, 'x-talk-relay-time': String(time + 1) }),
	'another nonce': judge({ ...headers, 'x-talk-relay-nonce': 'f'.repeat(32) }),
	'another generation': judge({ ...headers, 'x-talk-relay-generation': '8' }),
	'another body': judge({ ...headers, 'x-talk-relay-body': bodyHash('{}') }),
	'another secret': judge(sign('cd'.repeat(32), signed)),
	'no nonce': judge({ ...headers, 'x-talk-relay-nonce': '' }),
	'no headers': judge({}),
	'a signature that is none': judge({ ...headers, 'x-talk-relay-signature': 'é'.repeat(32) }),
	'no secret is set': verify('POST', '/door/deliver', sign('', signed), { secret: '', now, nonces: openNonces() }),
})) {
	test(`signature: ${what} is refused`, () => assert.deepEqual(refused, { error: 'signature' }))
}

test('signature: clocks may be five minutes apart, and whoever is not learns the time', () => {
	assert.deepEqual(judge(headers, now + 300_000), signed)
	assert.deepEqual(judge(headers, now - 300_000), signed)
	assert.deepEqual(judge(headers, now + 301_000), { error: 'clock', time: time + 301 })
	assert.deepEqual(judge(headers, now - 301_000), { error: 'clock', time: time - 301 })
})

test('signature: nothing is taken twice, for as long as its time would be taken', () => {
	const nonces = openNonces()
	const again = (at: number) => verify('POST', '/door/deliver', headers, { secret, now: at, nonces })
	assert.deepEqual(again(now - 299_000), signed)
	assert.deepEqual(again(now), { error: 'replayed' })
	assert.deepEqual(again(now + 300_000), { error: 'replayed' })
	assert.deepEqual(again(now + 601_000), { error: 'clock', time: time + 601 })
})

test('signature: what is refused for its signature leaves no nonce behind', () => {
	const nonces = openNonces()
	verify('GET', '/door/deliver', headers, { secret, now, nonces })
	assert.deepEqual(verify('POST', '/door/deliver', headers, { secret, now, nonces }), signed)
})
