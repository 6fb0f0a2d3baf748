/** What Talk's English says: for everybody, for who did it, and for whom it was done to. */
interface Words { readonly all: string, readonly own?: string, readonly toYou?: string }

const words: Readonly<Record<string, Words>> = {
	conversation_created: { all: '{actor} created the conversation', own: 'You created the conversation' },
	description_set: { all: '{actor} set the description', own: 'You set the description' },
	description_removed: { all: '{actor} removed the description', own: 'You removed the description' },
	call_joined: { all: '{actor} joined the call', own: 'You joined the call' },
	call_left: { all: '{actor} left the call', own: 'You left the call' },
	read_only: { all: '{actor} locked the conversation', own: 'You locked the conversation' },
	read_only_off: { all: '{actor} unlocked the conversation', own: 'You unlocked the conversation' },
	lobby_none: { all: '{actor} opened the conversation to everyone', own: 'You opened the conversation to everyone' },
	lobby_non_moderators: { all: '{actor} restricted the conversation to moderators', own: 'You restricted the conversation to moderators' },
	guests_allowed: { all: '{actor} allowed guests', own: 'You allowed guests' },
	guests_disallowed: { all: '{actor} disallowed guests', own: 'You disallowed guests' },
	user_added: { all: '{actor} added {user}', own: 'You added {user}', toYou: '{actor} added you' },
	user_joined: { all: '{actor} joined the conversation', own: 'You joined the conversation' },
	user_removed: { all: '{actor} removed {user}', own: 'You removed {user}', toYou: '{actor} removed you' },
	user_left: { all: '{actor} left the conversation', own: 'You left the conversation' },
	moderator_promoted: {
		all: '{actor} promoted {user} to moderator',
		own: 'You promoted {user} to moderator',
		toYou: '{actor} promoted you to moderator',
	},
	moderator_demoted: {
		all: '{actor} demoted {user} from moderator',
		own: 'You demoted {user} from moderator',
		toYou: '{actor} demoted you from moderator',
	},
	message_deleted: { all: '{actor} deleted a message', own: 'You deleted a message' },
	message_edited: { all: '{actor} edited a message', own: 'You edited a message' },
	reaction_revoked: { all: '{actor} deleted a reaction', own: 'You deleted a reaction' },
	poll_closed: { all: '{actor} ended the poll {poll}', own: 'You ended the poll {poll}' },
	poll_voted: { all: 'Someone voted on the poll {poll}' },
	thread_created: { all: '{actor} created thread {title}', own: 'You created thread {title}' },
	thread_renamed: { all: '{actor} renamed thread {title}', own: 'You renamed thread {title}' },
	message_expiration_disabled: { all: '{actor} disabled message expiration', own: 'You disabled message expiration' },
	history_cleared: { all: '{actor} cleared the history of the conversation', own: 'You cleared the history of the conversation' },
}

const oneToOneCalls = { own: ['Outgoing call', 'Outgoing silent call'], all: ['Incoming call', 'Incoming silent call'] } as const
const groupCalls = {
	own: ['You started a call', 'You started a silent call'],
	all: ['{actor} started a call', '{actor} started a silent call'],
} as const

export interface Told {
	readonly message: string
	readonly parameters: Readonly<Record<string, unknown>>
	/** The reader did it. */
	readonly own: boolean
	/** It was done to the reader. */
	readonly toYou: boolean
	/** Who did it did it to themselves. */
	readonly toSelf: boolean
	readonly silent: boolean
	readonly oneToOne: boolean
}

/** The sentence of a system message; what stands in braces is named in its parameters. */
export function sentence({ message, parameters, own, toYou, toSelf, silent, oneToOne }: Told): string {
	if (message === 'conversation_renamed') {
		const rest = `renamed the conversation from "${String(parameters.oldName)}" to "${String(parameters.newName)}"`
		return own ? `You ${rest}` : `{actor} ${rest}`
	}
	if (message === 'message_expiration_enabled') {
		return `${own ? 'You' : '{actor}'} set the message expiration to ${spanOf(Number(parameters.seconds))}`
	}
	if (message === 'call_started') {
		return (oneToOne ? oneToOneCalls : groupCalls)[own ? 'own' : 'all'][silent ? 1 : 0]
	}
	const known = words[toSelf && message === 'user_added' ? 'user_joined' : toSelf && message === 'user_removed' ? 'user_left' : message]
	if (known === undefined) {
		throw new Error(`no words for the system message ${message}`)
	}
	return (own ? known.own : toYou ? known.toYou : undefined) ?? known.all
}

/** `Call with {user1} and {user2} ended (Duration 1:05)`; who ended it for everyone is not among the people. */
export function callEnded(people: number, duration: number, byActor: boolean, oneToOne: boolean): string {
	const length = `(Duration ${lengthOf(duration)})`
	if (oneToOne) {
		return `Call ended ${length}`
	}
	const named = Array.from({ length: people > 5 ? 4 : people }, (_, index) => `{user${index + 1}}`)
	const rest = people - named.length
	const list = rest > 0 ? [...named, `${rest} others`] : named
	const joined = list.length > 1 ? `${list.slice(0, -1).join(', ')} and ${list.at(-1)}` : list.join('')
	if (byActor) {
		return joined === '' ? `{actor} ended the call ${length}` : `{actor} ended the call with ${joined} ${length}`
	}
	return joined === '' ? `Call ended ${length}` : `Call with ${joined} ended ${length}`
}

/** In the largest unit that fits. */
function spanOf(length: number): string {
	const units = [['week', 7 * 86400], ['day', 86400], ['hour', 3600]] as const
	const [unit, size] = units.find(([, each]) => length >= each) ?? ['minute', 60]
	const count = Math.round(length / size)
	return `${count} ${unit}${count === 1 ? '' : 's'}`
}

function lengthOf(duration: number): string {
	const two = (number: number): string => String(number).padStart(2, '0')
	const hours = Math.floor(duration / 3600)
	const minutes = Math.floor(duration / 60) % 60
	return hours > 0 ? `${hours}:${two(minutes)}:${two(duration % 60)}` : `${minutes}:${two(duration % 60)}`
}
