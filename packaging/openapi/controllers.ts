import type { Schema } from './psalm.ts'

import { schemaOf } from './psalm.ts'

export interface Parameter { readonly name: string, readonly says: string, readonly schema: Schema, readonly optional: boolean }

/** A method of a controller that answers at an address of the API. */
export interface Endpoint {
	readonly controller: string
	readonly method: string
	readonly verb: string
	/** `/api/v1/rooms/{token}` */
	readonly url: string
	readonly summary: string
	readonly parameters: readonly Parameter[]
	/** Of `data` in the OCS envelope. */
	readonly answer: Schema
	readonly administrators: boolean
	readonly confirmed: boolean
}

/** A method: what is said of it, its attributes, its name, its parameters. */
const methods = /\/\*\*((?:(?!\*\/)[\s\S])*)\*\/\s*((?:(?:#\[[^\n]*\]|\/\/[^\n]*)\s*)+)public function (\w+)\(([\s\S]*?)\): DataResponse/g

const lineOf = (text: string, tag: string): string => new RegExp(`@${tag} ([^\\n]*)`).exec(text)?.[1]?.trim() ?? ''

function parametersOf(comment: string, signature: string): readonly Parameter[] {
	return [...comment.matchAll(/@param (\S+(?:<[^$]*>)?) \$(\w+) ([^\n]*)/g)].map(([, type = '', name = '', says = '']) => ({
		name,
		says: says.trim(),
		schema: schemaOf(type),
		optional: new RegExp(`\\$${name} = `).test(signature),
	}))
}

/** All endpoints of a controller's source. */
export function endpointsOf(controller: string, php: string): readonly Endpoint[] {
	return [...php.matchAll(methods)].flatMap(([, said = '', attributes = '', method = '', signature = '']) => {
		const route = /#\[ApiRoute\(verb: '(\w+)', url: '([^']+)'/.exec(attributes)
		if (route === null) {
			return []
		}
		const comment = said.replaceAll(/^[ \t]*\*[ \t]?/gm, '')
		const answer = /^DataResponse<Http::STATUS_OK, (.*), array\{\}>$/.exec(lineOf(comment, 'return'))?.[1]
		if (answer === undefined) {
			throw new Error(`${controller}::${method} does not say what it answers`)
		}
		return [{
			controller,
			method,
			verb: route[1]!.toLowerCase(),
			url: route[2]!,
			summary: comment.trim().split('\n')[0]!,
			parameters: parametersOf(comment, signature),
			answer: schemaOf(answer),
			administrators: !attributes.includes('NoAdminRequired'),
			confirmed: attributes.includes('PasswordConfirmationRequired'),
		}]
	})
}
