import type { PlainState } from './plain-state.ts'

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { reportsOf, stuckAfter } from './stuck.ts'

const now = 10_000_000
const state = (more: Partial<PlainState>): PlainState => ({ state: 'waiting', why: 'away', todo: '', since: now - stuckAfter, ...more })
const told = (since?: number): ReadonlyMap<number, number> => new Map(since === undefined ? [] : [[7, since]])
const reports = (one: PlainState, known = told()) => reportsOf([{ member: 7, state: one }], known, now)

test('what is stuck for a quarter of an hour is told once, and so is that it moves again', () => {
	assert.deepEqual(reports(state({ fault: 'server' })), [{ what: 'stuck', member: 7, why: 'away', fault: 'server', since: now - stuckAfter }])
	assert.deepEqual(reports(state({ fault: 'server' }), told(1)), [])
	assert.deepEqual(reports(state({ fault: 'server', since: now - stuckAfter + 1 })), [])
	assert.deepEqual(reports(state({ state: 'working', why: '' }), told(1)), [{ what: 'moving', member: 7 }])
	assert.deepEqual(reports(state({ state: 'working', why: '' })), [])
})

test('what is paused or not agreed to is not stuck; one that was is not any more', () => {
	assert.deepEqual(reports(state({ state: 'paused', since: 0 })), [])
	assert.deepEqual(reports(state({ state: 'paused', since: 0 }), told(1)), [{ what: 'moving', member: 7 }])
})
