import type { Inspection } from '../../core/network.ts'

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { personId } from '../../core/ids.ts'
import { token, withLab } from './lab.fake.ts'

const shown = ({ checks }: Inspection): readonly string[] => checks.map(({ name, ok, says, todo }) => `${name} ${ok ? 'ok' : 'WRONG'}: ${says}${todo === undefined ? '' : ` → ${todo}`}`)

test('an account and its conversation, looked at without changing anything', () => withLab(async ({ open, host }) => {
	const session = open(host)
	const found = await session.inspect?.(token)
	assert.ok(found !== undefined)
	assert.deepEqual(found.checks.map(({ name, ok }) => `${name} ${ok}`), ['address true', 'login true', 'version true', 'membership true', 'permission true'])
	assert.equal(found.room, 'Familia')
	assert.ok(found.carried.includes('reactions') && found.carried.includes('voice messages'))
	assert.deepEqual(found.lacks, [])
	assert.match(shown(found)[2] ?? '', /Talk 24/)
}))

test('what an old Talk can\'t is said, with why', () => withLab(async ({ open, host }) => {
	const found = await open(host).inspect?.()
	assert.ok(found?.lacks.includes('edits: Talk there is too old'), found?.lacks.join('\n'))
	assert.ok(!found?.carried.includes('edits'))
}, { version: 17 }))

test('a wrong password, a conversation without the account, and nobody there', () => withLab(async ({ open, host }) => {
	const wrong = await open(host, { password: 'wrong' }).inspect?.(token)
	assert.match(shown(wrong!).join(), /^login WRONG: .*refuses the login.* → Connect the account again/u)
	const stranger = await open(host).inspect?.('n0tmine0')
	assert.match(shown(stranger!).at(-1) ?? '', /^membership WRONG: .*not a participant.* → Add the account/u)
	const nobody = await open(host, { server: 'http://127.0.0.1:9' }).inspect?.()
	assert.match(shown(nobody!).join(), /^address WRONG: .*refuses connections/u)
}))

test('the conversations to choose from, and who may decide', () => withLab(async ({ open, host }) => {
	const session = open(host)
	assert.deepEqual(await session.conversations?.(), [{ address: token, name: 'Familia', kind: 'group', moderator: false }])
	const place = session.place(token).replace(/^talk:|\/.*$/gu, '')
	assert.equal(await session.isModerator?.(token, personId(`marcos@${place}`)), true)
	assert.equal(await session.isModerator?.(token, personId(`ana@${place}`)), false)
	assert.equal(await session.isModerator?.(token, personId('marcos@elsewhere.example')), false)
}))
