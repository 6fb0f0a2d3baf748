import assert from 'node:assert/strict'
import { test } from 'node:test'
import { serverUrl } from './settings.ts'

test('settings: the server’s address', () => {
	assert.equal(serverUrl('https://cloud.example/nc/').href, 'https://cloud.example/nc/')
	assert.equal(serverUrl('cloud.example').href, 'https://cloud.example/')
	assert.equal(serverUrl('cloud.example:8443/nc').href, 'https://cloud.example:8443/nc')
	assert.equal(serverUrl('http://127.0.0.1:8080').href, 'http://127.0.0.1:8080/')
	for (const wrong of ['', 'ftp://cloud.example', 'https://', '»https://cloud.example«']) {
		assert.throws(() => serverUrl(wrong), /write it like https:/, wrong)
	}
})
