import type { Author } from '../core/event.ts'
import type { PersonId } from '../core/ids.ts'

import { createHash } from 'node:crypto'
import { personId } from '../core/ids.ts'

/** Who did something, as Talk names people: a kind and an id within it (docs/constants.md "Actor types of chat messages"). */
export interface Actor {
	readonly actorType: string
	readonly actorId: string
	/** May be empty. */
	readonly actorDisplayName: string
}

/** What Talk can mention (server, lib/private/Comments/Comment.php `getMentions`); a space as well, within quotes. */
const mentionable = /^[a-z0-9_\-@.' /:]+$/i
/** `oc_comments.actor_id` holds no more, so no longer id can be written or mentioned. */
const longest = 64

function shortened(local: string): string {
	return `${local.toLowerCase().replace(/[^a-z0-9]+/g, '-').replace(/^-|-$/g, '').slice(0, 12)}~`
		.replace(/^~/, 'x~').replace('~', '-') + createHash('sha256').update(local).digest('hex').slice(0, 12)
}

/** The same person is always the same id; what Talk could not mention is mapped to a stable short form. */
export function personAt(local: string, host: string): PersonId {
	const whole = `${local}@${host}`
	return personId(mentionable.test(local) && whole.length <= longest ? whole : `${shortened(local)}@${host}`)
}

/** A cloud id as servers write it: in places with the scheme (`ada@https://cloud.example`) or a slash at the end. */
export function cloudPerson(cloudId: string): PersonId {
	const bare = cloudId.replace(/@https?:\/\//i, '@').replace(/\/+$/, '')
	const at = bare.lastIndexOf('@')
	return at < 1 ? personId(bare) : personAt(bare.slice(0, at), bare.slice(at + 1).toLowerCase())
}

/** What the app takes for a person from elsewhere: an id and a server, without spaces. */
const personal = /^[a-z0-9_\-@.'/:]+@[^@]+$/i

/** Somebody of any network as Talk can hold and mention them. Where even the server's name leaves no room, no server is named. */
export function talkPerson(id: PersonId): PersonId {
	const fits = (one: PersonId): boolean => one.length <= longest && mentionable.test(one) && personal.test(one)
	const at = id.lastIndexOf('@')
	const short = personId(`${shortened(id.slice(0, Math.max(0, at)))}@${id.slice(at + 1)}`)
	return [cloudPerson(id), ...at > 0 ? [short] : []].find(fits) ?? personId(`${shortened(id)}@invalid`)
}

/** The id under which this actor is known everywhere. `host` is the server on which they were met. */
export function personOf({ actorType, actorId, actorDisplayName }: Actor, host: string): PersonId {
	switch (actorType) {
		case 'users': return personAt(actorId, host)
		case 'federated_users': return cloudPerson(actorId)
		case 'guests': return personAt(`guest/${actorId}`, host)
		case 'emails': return personAt(`email/${actorId}`, host)
		case 'bots': return personAt(`bot/${actorId}`, host)
		// Talk gives every bridged author the id of the account that bridges: the name is all that tells them apart.
		case 'bridged': return personAt(actorDisplayName, `bridged.${host}`)
		default: return personAt(`${actorType}/${actorId}`, host)
	}
}

const nameless: Readonly<Record<string, string>> = {
	guests: 'Guest',
	emails: 'Guest',
	deleted_users: 'Deleted user',
}

/** Talk's own voices carry fixed ids of the type `guests` (lib/Model/Attendee.php). */
const voices: Readonly<Record<string, string>> = { cli: 'Administration', system: 'System', changelog: 'Talk', sample: 'Talk' }

/** `base` is the server's address, for the picture. */
export function authorOf(actor: Actor, host: string, base: string): Author {
	const { actorType, actorId, actorDisplayName } = actor
	const id = personOf(actor, host)
	const voice = actorType === 'guests' ? voices[actorId] : undefined
	const guest = voice === undefined && (actorType === 'guests' || actorType === 'emails')
	const login = actorType === 'users' ? actorId : id.slice(0, Math.max(0, id.lastIndexOf('@')))
	const avatar = pictureOf(actor, id, base)
	return {
		id,
		name: voice ?? (actorDisplayName.trim() || (nameless[actorType] ?? actorId)),
		login,
		...(avatar === undefined ? {} : { avatar }),
		...(guest ? { guest: true as const } : {}),
	}
}

/** Every Nextcloud serves its people's pictures to anybody. */
function pictureOf({ actorType, actorId }: Actor, id: PersonId, base: string): string | undefined {
	switch (actorType) {
		case 'users': return `${base}/index.php/avatar/${encodeURIComponent(actorId)}/128`
		case 'federated_users': {
			const at = id.lastIndexOf('@')
			return at < 1 ? undefined : `https://${id.slice(at + 1)}/index.php/avatar/${encodeURIComponent(id.slice(0, at))}/128`
		}
		default: return undefined
	}
}
