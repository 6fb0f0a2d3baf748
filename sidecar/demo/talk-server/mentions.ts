import type { Json } from './types.ts'

/** A mention as the text names it: the id is without quotes and, but for guests, without its kind. */
export interface Mention { readonly kind: string, readonly id: string }

/** `@id`, `@"id with space"` and `@"kind/id"`, as Nextcloud's comments know them (server: lib/private/Comments/Comment.php). */
const mention = new RegExp([
	/\B(?<![^a-z0-9_\-@.'\s])@/,
	/("(?:guest|email)\/[a-f0-9]+"|"(?:federated_)?(?:group|team|user)\/[a-z0-9_\-@.' /:]+"|"[a-z0-9_\-@.' ]+"|[a-z0-9_\-@.']+)/,
].map(({ source }) => source).join(''), 'gi')

const kinds = ['email', 'federated_group', 'group', 'federated_team', 'team', 'federated_user']

/** The mentions in a text, the longest first; those in code don't count. */
export function mentionsIn(text: string): readonly Mention[] {
	if (!text.includes('@')) {
		return []
	}
	const spoken = text
		.replace(/^```[^]*?(?:^```|(?![^]))|^~~~[^]*?(?:^~~~|(?![^]))/gm, '')
		.replace(/`[^`\n]*`/g, '')
	const written = [...new Set(spoken.match(mention) ?? [])].map((each) => each.slice(1).replace(/^"+|"+$/g, ''))
	return written.sort((one, other) => other.length - one.length).map((each) => {
		const kind = kinds.find((candidate) => each.startsWith(`${candidate}/`))
		if (each.startsWith('guest/')) {
			return { kind: 'guest', id: each }
		}
		return kind === undefined ? { kind: 'user', id: each } : { kind, id: each.slice(kind.length + 1) }
	})
}

/** Puts `{mention-user1}` and the like in place of mentions that `describe` knows; the others stay as they were written. */
export function withPlaceholders(
	text: string,
	describe: (mention: Mention, written: string) => Json | undefined,
): { readonly text: string, readonly parameters: Readonly<Record<string, Json>> } {
	const parameters: Record<string, Json> = {}
	const counts = new Map<string, number>()
	let result = text
	for (const mention of mentionsIn(text).toSorted((one, other) => other.id.length - one.id.length)) {
		const kind = mention.kind === 'user' && mention.id === 'all' ? 'call' : mention.kind
		const written = ['email', 'group', 'team', 'federated_user'].includes(kind) ? `${kind}/${mention.id}` : mention.id
		const described = describe({ kind, id: mention.id }, written)
		if (described === undefined) {
			continue
		}
		const count = (counts.get(kind) ?? 0) + 1
		counts.set(kind, count)
		const name = `mention-${kind.replace('_', '-')}${count}`
		parameters[name] = described
		result = replaceOutsideCode(result, `@"${written}"`, `{${name}}`)
		if (!written.includes(' ') && !/^(?:guest|email|group|team|federated_user)\//.test(written)) {
			result = replaceOutsideCode(result, `@${written}`, `{${name}}`)
		}
	}
	return { text: result.startsWith('//') ? result.slice(1) : result, parameters }
}

const code = '^```[^]*?^```|^~~~[^]*?^~~~|`[^`\\n]*`'

function replaceOutsideCode(text: string, search: string, replacement: string): string {
	if (!text.includes(search)) {
		return text
	}
	const pattern = new RegExp(`${code}|${search.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&')}`, 'gm')
	return text.replace(pattern, (found) => found === search ? replacement : found)
}
