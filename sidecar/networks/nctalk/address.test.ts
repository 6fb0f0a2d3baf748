import assert from 'node:assert/strict'
import { test } from 'node:test'
import { nctalk } from './index.ts'

const settings = {
	server: 'https://nube.example:8443/nextcloud',
	login: 'puente',
	password: 'x',
	skipTlsVerify: false,
	separateDisplayName: false,
	caFile: undefined,
	proxy: undefined,
	liveRooms: 4,
}

const good: readonly string[] = [
	'fam1l1a0',
	' fam1l1a0 ',
	'https://nube.example:8443/nextcloud/call/fam1l1a0',
	'https://nube.example:8443/nextcloud/index.php/call/fam1l1a0',
	'https://NUBE.example:8443/call/fam1l1a0/',
	'https://nube.example:8443/nextcloud/call/fam1l1a0?x=1#message_12',
	'nube.example:8443/nextcloud/call/fam1l1a0',
]

for (const written of good) {
	test(`a conversation: ${written}`, () => assert.equal(nctalk().address(written, settings), 'fam1l1a0'))
}

const bad: readonly (readonly [written: string, why: RegExp])[] = [
	['', /no conversation: write its token/],
	['abc', /no conversation: write its token/],
	['Die Familie', /no conversation: write its token/],
	['https://otra.example/call/fam1l1a0', /is a conversation on otra\.example, but this account is on nube\.example:8443/],
	['https://nube.example/call/fam1l1a0', /is a conversation on nube\.example, but/],
	['https://nube.example:8443/nextcloud/apps/spreed', /ends in \/call\/ and its token/],
	['https://nube.example:8443/nextcloud/call/a-b', /ends in \/call\/ and its token/],
]

for (const [written, why] of bad) {
	test(`no conversation: ${written}`, () => assert.throws(() => nctalk().address(written, settings), why))
}
