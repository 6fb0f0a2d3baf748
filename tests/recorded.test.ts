import { Ajv } from 'ajv'
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import recording from './panel/recorded.json' with { type: 'json' }
import { recorded } from './panel/recorded.ts'

interface Operation { readonly responses: Readonly<Record<string, { readonly content: { readonly 'application/json': { readonly schema: object } } }>> }

const document = JSON.parse(readFileSync(join(import.meta.dirname, '../openapi.json'), 'utf8')) as {
	readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>
	readonly components: object
}

/** OpenAPI 3.0's `nullable` as JSON Schema says it, where it stands beside `allOf`; and nothing that is not described may be there. */
function strict(value: unknown): unknown {
	if (Array.isArray(value)) {
		return value.map(strict)
	}
	if (typeof value !== 'object' || value === null) {
		return value
	}
	const inner = Object.fromEntries(Object.entries(value).map(([key, each]) => [key, strict(each)]))
	if ('nullable' in inner && 'allOf' in inner) {
		return { anyOf: [{ allOf: inner.allOf }, { type: 'null' }] }
	}
	return inner.type === 'object' && 'properties' in inner && !('additionalProperties' in inner) ? { ...inner, additionalProperties: false } : inner
}

const ajv = new Ajv({ strict: false, validateFormats: false, allErrors: true })
ajv.addSchema(strict({ components: document.components }) as object, 'openapi')

for (const [name, { call, status, data }] of Object.entries(recording.answers)) {
	test(`as openapi.json says: ${call}, “${name}”`, () => {
		const [method = '', path = ''] = call.split(' ')
		const operation = document.paths[`/ocs/v2.php/apps/talk_relay/api/v1/${path}`]?.[method.toLowerCase()]
		assert.ok(operation, 'there is such a call')
		const described = operation.responses[String(status)]
		assert.ok(described, `it may answer ${status}`)
		const schema = JSON.parse(JSON.stringify(strict(described.content['application/json'].schema)).replaceAll('"#/components', '"openapi#/components')) as object
		const ok = ajv.validate(schema, { ocs: { meta: { status: 'ok', statuscode: status }, data } })
		assert.ok(ok, ajv.errorsText())
	})
}

test('what was recorded names no machine and holds no secret', () => {
	const text = JSON.stringify(recording)
	assert.doesNotMatch(text, /\/(?:work|tmp|root|srv|home)\/|:80\d\d|[A-Za-z0-9]{65,}/)
	assert.ok(recorded('room'))
})
