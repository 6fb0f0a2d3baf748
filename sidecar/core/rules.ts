/** What Matterbridge lets a person set per account about names and texts. Patterns are regular expressions as JavaScript writes them. */
export interface Rules {
	/** {LABEL} in nick formats. */
	readonly label: string
	/** Names whose messages are not carried. */
	readonly ignoreNicks: readonly RegExp[]
	/** Texts that are not carried. */
	readonly ignoreMessages: readonly RegExp[]
	/** Applied in order to the author's name, respectively to the text, as heard from this account. */
	readonly replaceNicks: readonly Replacement[]
	readonly replaceMessages: readonly Replacement[]
	/** For texts that another bot wrote as `<name> text`: where `nick` fits the author's name, `extract`'s first group is the name. */
	readonly extractNicks: readonly { readonly nick: RegExp, readonly extract: RegExp }[]
	/** Only A–Z, a–z and 0–9 stay of names shown in this account's rooms. */
	readonly stripNick: boolean
	/** Added to the name of a guest: ` (Guest)`. */
	readonly guestSuffix: string
	/** Whether joins, parts and topic changes of other rooms are shown in this account's rooms. */
	readonly showJoinPart: boolean
	readonly showTopicChange: boolean
}

export interface Replacement { readonly pattern: RegExp, readonly by: string }
