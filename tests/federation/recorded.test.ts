import type { Recording } from './recording.ts'

import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import recording from '../panel/recorded.json' with { type: 'json' }
import { stage } from './harness.ts'
import { cannotInstall } from './nextcloud.ts'
import { makeRecording } from './recording.ts'

const skip = cannotInstall()
const scene = skip === false ? await stage() : undefined
after(() => scene?.close())

/** What there is, without what it is: `members[].name: string`. Lists of nothing and null say nothing of what can stand there. */
function shapeOf(value: unknown, at = ''): readonly string[] {
	if (Array.isArray(value)) {
		return value.flatMap((each) => shapeOf(each, `${at}[]`))
	}
	if (typeof value === 'object' && value !== null) {
		return Object.entries(value).flatMap(([key, inner]) => inner === null ? [`${at}.${key}`] : [`${at}.${key}`, ...shapeOf(inner, `${at}.${key}`)])
	}
	return [`${at}: ${typeof value}`]
}

function shapes({ answers }: Recording): object {
	return Object.fromEntries(Object.entries(answers).map(([name, { call, status, data }]) => [
		name,
		[call, status, ...new Set(shapeOf(data))].toSorted(),
	]))
}

test('what the panel’s tests were recorded from is what live servers answer', { skip }, async () => {
	assert.ok(scene)
	assert.deepEqual(shapes(await makeRecording(scene)), shapes(recording))
})
