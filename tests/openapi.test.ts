import type { Schema } from '../packaging/openapi/psalm.ts'

import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { generate, target } from '../packaging/openapi/generate.ts'
import { schemaOf } from '../packaging/openapi/psalm.ts'

const root = join(import.meta.dirname, '..')
const document = JSON.parse(readFileSync(target, 'utf8')) as { paths: Record<string, Record<string, unknown>>, components: { schemas: Record<string, unknown> } }

/** `GET /api/v1/rooms/{token}` of every attribute, read without the generator. */
const routes = readdirSync(join(root, 'lib/Controller'))
	.flatMap((file) => [...readFileSync(join(root, 'lib/Controller', file), 'utf8').matchAll(/ApiRoute\(\s*verb:\s*'([A-Z]+)',\s*url:\s*'([^']+)'/g)])
	.map(([, verb, url]) => `${verb} ${url}`)
	.toSorted()

test('openapi.json is what the sources make (npm run openapi)', () => {
	assert.equal(readFileSync(target, 'utf8'), generate())
})

test('every route of the controllers is in openapi.json, and nothing else', () => {
	const described = Object.entries(document.paths)
		.flatMap(([path, verbs]) => Object.keys(verbs).map((verb) => `${verb.toUpperCase()} ${path.replace('/ocs/v2.php/apps/talk_relay', '')}`))
	assert.deepEqual(described.toSorted(), routes)
	assert.ok(routes.length > 30)
})

test('every call of docs/API.md has a route', () => {
	const rows = [...readFileSync(join(root, 'docs/API.md'), 'utf8').matchAll(/^\| (`(?:GET|POST|PUT|DELETE)[^|]*) \|/gm)]
	const called = rows.flatMap(([, cell = '']) => {
		const verbs = [...cell.matchAll(/GET|POST|PUT|DELETE/g)].map(([verb]) => verb)
		const urls = [...cell.matchAll(/((?:rooms|accounts|networks|admin)[\w/{}-]*)/g)].map(([url]) => url)
		return urls.length === 1 ? verbs.map((verb) => `${verb} /api/v1/${urls[0]}`) : []
	})
	assert.ok(called.length > 25)
	assert.deepEqual(called.filter((call) => !routes.includes(call)), [])
})

test('what is referred to is there', () => {
	const names = [...readFileSync(target, 'utf8').matchAll(/#\/components\/schemas\/(\w+)/g)].map(([, name = '']) => name)
	assert.deepEqual(names.filter((name) => !(name in document.components.schemas)), [])
})

const types: readonly (readonly [string, Schema])[] = [
	['?int', { type: 'integer', format: 'int64', nullable: true }],
	['\'in\'|\'out\'', { type: 'string', enum: ['in', 'out'] }],
	['null|\'in\'|\'out\'', { type: 'string', enum: ['in', 'out', null], nullable: true }],
	['list<TalkRelayNamed>', { type: 'array', items: { $ref: '#/components/schemas/Named' } }],
	['?TalkRelayNamed', { nullable: true, allOf: [{ $ref: '#/components/schemas/Named' }] }],
	['array<string, string|bool>', { type: 'object', additionalProperties: { anyOf: [{ type: 'string' }, { type: 'boolean' }] } }],
	['array{a: string, b?: list<string>}', { type: 'object', required: ['a'], properties: { a: { type: 'string' }, b: { type: 'array', items: { type: 'string' } } } }],
]

for (const [psalm, schema] of types) {
	test(`${psalm} as a schema`, () => assert.deepEqual(schemaOf(psalm), schema))
}

test('a type that is not understood is no string by chance', () => {
	assert.throws(() => schemaOf('mixed'), /not understood/)
})
