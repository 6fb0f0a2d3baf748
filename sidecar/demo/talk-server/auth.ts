import type { Person } from './types.ts'
import type { World } from './world.ts'

export type Login
	= | { readonly is: 'in', readonly person: Person, readonly by: 'appPassword' | 'password' }
		| { readonly is: 'nobody' }
		| { readonly is: 'wrong' }
	/** Too many wrong logins from this address: even right ones are refused (server: Security/Bruteforce/Throttler). */
		| { readonly is: 'blocked' }

export interface Guard {
	login(header: string | undefined, address: string): Login
	/** Forgets wrong logins. */
	forgive(): void
}

const halfAnHour = 30 * 60 * 1000

/** Checks Basic logins. `attempts`: how many wrong ones within half an hour an address may have; Infinity switches the guard off. */
export function createGuard(world: World, attempts: number): Guard {
	const wrong = new Map<string, readonly number[]>()
	const recent = (address: string): readonly number[] => (wrong.get(address) ?? []).filter((each) => each > Date.now() - halfAnHour)
	const blocked = (address: string): boolean => recent(address).length > attempts
	return {
		login(header, address) {
			if (header === undefined || !header.startsWith('Basic ')) {
				return { is: 'nobody' }
			}
			const text = Buffer.from(header.slice(6), 'base64').toString('utf8')
			const colon = text.indexOf(':')
			const [uid, secret] = [text.slice(0, colon), text.slice(colon + 1)]
			if (blocked(address)) {
				return { is: 'blocked' }
			}
			const person = world.store.people.get(uid)
			if (person?.enabled && secret !== '' && (person.appPassword === secret || person.password === secret)) {
				return { is: 'in', person, by: person.appPassword === secret ? 'appPassword' : 'password' }
			}
			wrong.set(address, [...recent(address), Date.now()])
			return blocked(address) ? { is: 'blocked' } : { is: 'wrong' }
		},
		forgive: () => wrong.clear(),
	}
}
