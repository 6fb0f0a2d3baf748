import type { Endpoint, Parameter } from './controllers.ts'
import type { Schema } from './psalm.ts'

const meta: Schema = {
	type: 'object',
	required: ['status', 'statuscode'],
	properties: { status: { type: 'string' }, statuscode: { type: 'integer' }, message: { type: 'string' } },
}

/** What every answer is wrapped in. */
function enveloped(description: string, data: Schema): Schema {
	const ocs = { type: 'object', required: ['meta', 'data'], properties: { meta: { $ref: '#/components/schemas/OCSMeta' }, data } }
	return { description, content: { 'application/json': { schema: { type: 'object', required: ['ocs'], properties: { ocs } } } } }
}

const of = (properties: Readonly<Record<string, Schema>>): Schema => ({ type: 'object', required: Object.keys(properties), properties })
const text: Schema = { type: 'string' }

/** What docs/API.md says of all endpoints. */
const troubles: Readonly<Record<string, Schema>> = {
	400: enveloped('What was written can’t be taken', of({ errors: { type: 'array', items: of({ field: text, message: text }) } })),
	403: enveloped('A right is missing', { type: 'object', properties: { reason: text } }),
	404: enveloped('There is no such thing, or it is somebody else’s', { type: 'array', maxItems: 0, items: {} }),
	409: enveloped('Still in use', of({ conversations: { type: 'array', items: of({ token: text, name: text }) } })),
	503: enveloped('The relay is away', { type: 'object', properties: { reason: text } }),
}

const path = (url: string): string => `/ocs/v2.php/apps/talk_relay${url}`
const isInPath = ({ url }: Endpoint, { name }: Parameter): boolean => url.includes(`{${name}}`)

function operation(endpoint: Endpoint): Schema {
	const { controller, method, parameters, summary, administrators, confirmed } = endpoint
	const inBody = ['post', 'put'].includes(endpoint.verb) ? parameters.filter((parameter) => !isInPath(endpoint, parameter)) : []
	const beside = parameters.filter((parameter) => !inBody.includes(parameter))
	const required = inBody.filter(({ optional }) => !optional).map(({ name }) => name)
	const notes = [...(administrators ? ['For administrators.'] : []), ...(confirmed ? ['Needs the password confirmed.'] : [])]
	return {
		operationId: `${controller.toLowerCase()}-${method}`,
		summary,
		...(notes.length > 0 && { description: notes.join(' ') }),
		tags: [controller.toLowerCase()],
		...(inBody.length > 0 && { requestBody: { content: { 'application/json': { schema: {
			type: 'object',
			...(required.length > 0 && { required }),
			properties: Object.fromEntries(inBody.map(({ name, says, schema }) => [name, { ...schema, description: says }])),
		} } } } }),
		parameters: [
			...beside.map((parameter) => ({
				name: parameter.name,
				in: isInPath(endpoint, parameter) ? 'path' : 'query',
				description: parameter.says,
				...((isInPath(endpoint, parameter) || !parameter.optional) && { required: true }),
				schema: parameter.schema,
			})),
			{ name: 'OCS-APIRequest', in: 'header', required: true, schema: { type: 'boolean', default: true } },
		],
		responses: { 200: enveloped(summary, endpoint.answer), ...troubles },
	}
}

/** openapi.json: what the controllers answer, with the shapes of `ResponseDefinitions`. */
export function documentOf(version: string, endpoints: readonly Endpoint[], definitions: Readonly<Record<string, Schema>>): Schema {
	const urls = [...new Set(endpoints.map(({ url }) => url))].toSorted()
	return {
		openapi: '3.0.3',
		info: { title: 'talk_relay', version, description: 'One conversation out of Talk rooms on separate servers', license: { name: 'agpl' } },
		components: {
			securitySchemes: { basic_auth: { type: 'http', scheme: 'basic' }, bearer_auth: { type: 'http', scheme: 'bearer' } },
			schemas: { ...definitions, OCSMeta: meta },
		},
		security: [{ bearer_auth: [] }, { basic_auth: [] }],
		paths: Object.fromEntries(urls.map((url) => [
			path(url),
			Object.fromEntries(endpoints.filter((one) => one.url === url).map((one) => [one.verb, operation(one)])),
		])),
	}
}
