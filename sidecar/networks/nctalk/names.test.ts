import assert from 'node:assert/strict'
import { test } from 'node:test'
import { davPath, folderOf } from './names.ts'

test('names: paths are encoded, folders are stable and apart', () => {
	assert.equal(davPath('ana maría', '/Talk/ñ #%?.png'), '/remote.php/dav/files/ana%20mar%C3%ADa/Talk/%C3%B1%20%23%25%3F.png')
	assert.equal(folderOf('a'), folderOf('a'))
	assert.notEqual(folderOf('a'), folderOf('b'))
	assert.match(folderOf('a'), /^[0-9a-f]{16}$/)
})
