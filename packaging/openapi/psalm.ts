/** Psalm's types, as the PHP side writes its answers down, → JSON schemas of OpenAPI 3.0. Pure. Only what is used there is understood. */
export type Schema = Readonly<Record<string, unknown>>

const simple: Readonly<Record<string, Schema>> = {
	string: { type: 'string' },
	int: { type: 'integer', format: 'int64' },
	float: { type: 'number', format: 'double' },
	bool: { type: 'boolean' },
}

/** Splits at a character, but not within brackets or quotes. */
function split(text: string, at: string): readonly string[] {
	const parts: string[] = []
	let depth = 0
	let quoted = false
	let from = 0
	for (const [index, char] of [...text].entries()) {
		quoted = char === '\'' ? !quoted : quoted
		depth += quoted ? 0 : Number('{<('.includes(char)) - Number('}>)'.includes(char))
		if (char === at && depth === 0 && !quoted) {
			parts.push(text.slice(from, index))
			from = index + 1
		}
	}
	return [...parts, text.slice(from)].map((part) => part.trim()).filter((part) => part !== '')
}

const inside = (text: string, head: string): string => text.slice(head.length, -1)

function object(text: string): Schema {
	const fields = split(inside(text, 'array{'), ',').map((field) => {
		const colon = field.indexOf(':')
		const name = field.slice(0, colon).trim()
		return { name: name.replace(/\?$/, ''), optional: name.endsWith('?'), type: field.slice(colon + 1).trim() }
	})
	const required = fields.filter(({ optional }) => !optional).map(({ name }) => name)
	return {
		type: 'object',
		...(required.length > 0 && { required }),
		properties: Object.fromEntries(fields.map(({ name, type }) => [name, schemaOf(type)])),
	}
}

function union(all: readonly string[]): Schema {
	const parts = all.filter((part) => part !== 'null')
	if (parts.length < all.length) {
		const schema = union(parts)
		return { ...schema, ...(Array.isArray(schema.enum) && { enum: [...schema.enum, null] }), nullable: true }
	}
	return parts.every((part) => part.startsWith('\''))
		? { type: 'string', enum: parts.map((part) => part.slice(1, -1)) }
		: { anyOf: parts.map(schemaOf) }
}

/** Throws an Error that names what it can't read. */
export function schemaOf(text: string): Schema {
	const type = text.trim()
	if (type.startsWith('?')) {
		const schema = schemaOf(type.slice(1))
		// Beside a reference nothing counts in OpenAPI 3.0.
		return '$ref' in schema ? { nullable: true, allOf: [schema] } : { ...schema, nullable: true }
	}
	const parts = split(type, '|')
	if (parts.length > 1 || type.startsWith('\'')) {
		return union(parts)
	}
	if (type === 'list<empty>') {
		return { type: 'array', maxItems: 0, items: {} }
	}
	if (type.startsWith('list<')) {
		return { type: 'array', items: schemaOf(inside(type, 'list<')) }
	}
	if (type.startsWith('array<')) {
		return { type: 'object', additionalProperties: schemaOf(split(inside(type, 'array<'), ',').slice(1).join(',')) }
	}
	if (type.startsWith('array{')) {
		return object(type)
	}
	if (/^TalkRelay[A-Z]\w*$/.test(type)) {
		return { $ref: `#/components/schemas/${type.slice('TalkRelay'.length)}` }
	}
	const known = simple[type]
	if (known === undefined) {
		throw new Error(`not understood: ${type}`)
	}
	return known
}

/** All `@psalm-type` of a file, by their names without the app's. */
export function definitionsOf(php: string): Readonly<Record<string, Schema>> {
	const text = php.replaceAll(/^[ \t]*\*[ \t]?/gm, '')
	const found = text.matchAll(/@psalm-type TalkRelay(\w+) = (array\{[\s\S]*?\n\})/g)
	return Object.fromEntries([...found].map(([, name = '', type = '']) => [name, schemaOf(type.replaceAll(/\s+/g, ' '))]))
}
