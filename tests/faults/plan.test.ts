import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isKilled, planOf } from './plan.ts'

const plans = Array.from({ length: 200 }, (_, n) => planOf(n + 1))

test('a history is the same for the same seed, and another for another', () => {
	assert.deepEqual(plans.map(({ seed }) => planOf(seed)), plans)
	assert.equal(new Set(plans.map(({ acts }) => JSON.stringify(acts))).size, plans.length)
})

test('in at least a third of the histories the relay is killed', () => {
	assert.ok(plans.filter(isKilled).length >= plans.length / 3)
})

test('every kind of act and trouble comes', () => {
	const acts = new Set(plans.flatMap((plan) => plan.acts.map(({ what }) => what)))
	assert.deepEqual([...acts].sort(), ['answer', 'delete', 'edit', 'file', 'post', 'react', 'unreact'])
	const troubles = new Set(plans.flatMap((plan) => plan.troubles.map((one) => one.kind === 'fault' ? `fault ${one.fault.do}` : one.kind)))
	assert.deepEqual([...troubles].sort(), [
		'diskFull',
		'fault answerLost',
		'fault empty200',
		'fault endlessAnswer',
		'fault halfAnswer',
		'fault hang',
		'fault html',
		'fault lateCommit',
		'fault maintenance',
		'fault reset',
		'fault slow',
		'fault status',
		'freeze',
		'kick',
		'kill',
		'killAtWrite',
		'lateSource',
		'lateTarget',
		'password',
		'restart',
		'second',
		'serverStops',
		'spoolFull',
	])
})
