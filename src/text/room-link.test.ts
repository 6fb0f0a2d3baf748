import { expect, test } from 'vitest'
import { readRoomLink, readServer, sameServer } from './room-link.ts'

test.each([
	['https://nube.example.org/call/a1b2c3d4', { server: 'https://nube.example.org', token: 'a1b2c3d4' }],
	['https://nube.example.org/index.php/call/a1b2c3d4', { server: 'https://nube.example.org', token: 'a1b2c3d4' }],
	[' https://nube.example.org:8443/cloud/index.php/call/a1b2c3d4/?x=1#message_7 ', { server: 'https://nube.example.org:8443/cloud', token: 'a1b2c3d4' }],
	['https://nube.example.org/apps/files', undefined],
	['javascript:alert(1)//call/a1b2c3d4', undefined],
	['a1b2c3d4', undefined],
	['', undefined],
])('the link %s', (written, expected) => {
	expect(readRoomLink(written)).toEqual(expected)
})

test.each([
	['nube.example.org', 'https://nube.example.org'],
	['http://nube.test:8104/', 'http://nube.test:8104'],
	['https://example.org/cloud/index.php/apps/dashboard/', 'https://example.org/cloud'],
	['https://example.org/cloud/login', 'https://example.org/cloud/login'],
	['https://ana:secret@example.org', undefined],
	['localhost:8080', 'https://localhost:8080'],
	['nube', undefined],
	['not a server', undefined],
	['ftp://example.org', undefined],
])('the server %s', (written, expected) => {
	expect(readServer(written)).toBe(expected)
})

test('one server, two ways of writing it', () => {
	expect(sameServer('https://Nube.example.org/index.php/', 'nube.example.org')).toBe(true)
	expect(sameServer('https://nube.example.org:8443', 'nube.example.org')).toBe(false)
})
