import assert from 'node:assert/strict'
import { Buffer } from 'node:buffer'
import { test } from 'node:test'
import { failureOf } from '../core/failure.ts'
import { judged } from './judge.ts'

const json = (value: unknown): string => JSON.stringify(value)

/** Status, body, what it means. */
const table: readonly (readonly [number, string, string])[] = [
	[200, json({ rows: [] }), 'data'],
	[201, json({}), 'data'],
	[200, '<html>', 'retry, unknown'],
	[200, '', 'retry, unknown'],
	[204, '', 'retry, unknown'],
	[302, '', 'retry, nothing'],
	[400, json({ error: 'body' }), 'refusal 400 body'],
	[401, json({ error: 'clock', time: 5 }), 'clock'],
	[401, json({ error: 'replayed' }), 'replayed'],
	[401, json({ error: 'signature' }), 'closeAccount, nothing'],
	[401, json({ message: 'Current user is not logged in' }), 'retry, nothing'],
	[403, '<html>', 'retry, nothing'],
	[403, json({ error: 'closeRoom' }), 'refusal 403 closeRoom'],
	[404, json({ error: 'missing' }), 'refusal 404 missing'],
	[404, '<html>no such app', 'retry, nothing'],
	[409, json({ error: 'superseded' }), 'retry, nothing'],
	[413, '<html>', 'refusal 413 large'],
	[429, '', 'retry, nothing'],
	[500, json({ message: 'Internal Server Error' }), 'retry, unknown'],
	[502, '<html>', 'retry, unknown'],
	[503, '', 'retry, unknown'],
	[504, '<html>', 'retry, unknown'],
]

function meaning(status: number, body: string): string {
	try {
		const said = judged({ status, headers: {}, body: Buffer.from(body) }, 'nube.example', true)
		return said.as === 'refusal' ? `refusal ${said.status} ${said.error}` : said.as
	} catch (error) {
		const { verdict, left } = failureOf(error)
		return `${verdict.then}, ${left}`
	}
}

for (const [status, body, expected] of table) {
	test(`door: ${status} ${body} means ${expected}`, () => assert.equal(meaning(status, body), expected))
}
