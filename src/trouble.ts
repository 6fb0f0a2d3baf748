import { t } from './text/t.ts'

/** Why a call failed, named for what the interface does about it (docs/API.md has the status codes). */
export type Trouble
	= | { readonly kind: 'forbidden', readonly reason: string }
		| { readonly kind: 'invalid', readonly errors: readonly { readonly field: string, readonly message: string }[] }
		| { readonly kind: 'missing' }
		| { readonly kind: 'inUse', readonly conversations: readonly { readonly token: string, readonly name: string }[] }
		| { readonly kind: 'tooOften' }
		| { readonly kind: 'relay' }
		| { readonly kind: 'offline' }
		| { readonly kind: 'cancelled' }
		| { readonly kind: 'other', readonly says: string }

type Bag = Readonly<Record<string, unknown>>
const bag = (value: unknown): Bag => typeof value === 'object' && value !== null ? value as Bag : {}

const listOf = (value: unknown): readonly Bag[] => Array.isArray(value) ? value.map(bag) : []

/** What `@nextcloud/password-confirmation` throws when its question is closed; it has no code. Who closed it knows. */
const closedDialog = 'Dialog closed'

/** Reads what was thrown: an axios error with an OCS answer, a request that reached nobody, or anything else. */
export function troubleOf(thrown: unknown): Trouble {
	const error = bag(thrown)
	if (error.code === 'ERR_CANCELED' || error.message === closedDialog) {
		return { kind: 'cancelled' }
	}
	const response = bag(error.response)
	const data = bag(bag(bag(response.data).ocs).data)
	switch (response.status) {
		case 400: return { kind: 'invalid', errors: listOf(data.errors).map((one) => ({ field: String(one.field ?? ''), message: String(one.message ?? '') })) }
		case 403: return { kind: 'forbidden', reason: String(data.reason ?? '') }
		case 404: return { kind: 'missing' }
		case 409: return { kind: 'inUse', conversations: listOf(data.conversations).map((one) => ({ token: String(one.token), name: String(one.name) })) }
		case 429: return { kind: 'tooOften' }
		case 503: return data.reason === 'relay' ? { kind: 'relay' } : { kind: 'offline' }
		case undefined: return error.isAxiosError === true ? { kind: 'offline' } : { kind: 'other', says: String(error.message ?? thrown) }
		default: return { kind: 'other', says: String(bag(bag(bag(response.data).ocs).meta).message ?? `HTTP ${String(response.status)}`) }
	}
}

/** One sentence for people. */
export function sayTrouble(trouble: Trouble): string {
	switch (trouble.kind) {
		case 'forbidden': return sayReason(trouble.reason)
		case 'invalid': return trouble.errors.map(({ message }) => message).join(' ') || t('talk_relay', 'Something in the form is not right.')
		case 'missing': return t('talk_relay', 'This is no longer there.')
		case 'inUse': return t('talk_relay', 'Still used in: {names}', { names: trouble.conversations.map(({ name }) => name).join(', ') })
		case 'tooOften': return t('talk_relay', 'That was asked too often. Wait a minute, then try again.')
		case 'relay': return t('talk_relay', 'The relay does not answer right now. Try again in a moment.')
		case 'offline': return t('talk_relay', 'The server can’t be reached. Check your connection.')
		case 'cancelled': return ''
		case 'other': return t('talk_relay', 'That did not work: {why}', { why: trouble.says })
		default: return trouble satisfies never
	}
}

/** Why somebody may not federate this conversation. */
export function sayReason(reason: string): string {
	switch (reason) {
		case 'moderator': return t('talk_relay', 'Only moderators of this conversation can federate it.')
		case 'group': return t('talk_relay', 'The administrator has not allowed your groups to federate conversations.')
		case 'kind': return t('talk_relay', 'Only group and public conversations can be federated.')
		case 'federated': return t('talk_relay', 'This conversation lives on another server. A moderator there can federate it.')
		case 'classified': return t('talk_relay', 'Classified conversations can’t be federated.')
		case 'breakout': return t('talk_relay', 'Breakout rooms can’t be federated.')
		case 'guest': return t('talk_relay', 'Guests can’t federate conversations.')
		case 'off': return t('talk_relay', 'Federation is switched off. An administrator can switch the relay on in the Talk section of the administration settings.')
		default: return t('talk_relay', 'You are not allowed to do this.')
	}
}
