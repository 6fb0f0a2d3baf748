/**
 * The mark of a relay: the form of the keys under which relays write. Whatever carries one is a copy and is never picked up again,
 * whichever relay wrote it. 64 characters at most, what Talk keeps of a `referenceId` (talk-facts §0, trap 8).
 */
const mark = /^talkrelay-([a-z0-9]{12})-(0|[1-9]\d{0,15})(?:\.([1-9]\d{0,5}))?$/i

/**
 * The key of one native message. `word`: the 12 base32 characters that are this database's own. `delivery`: its number in the outbox.
 * `part`: 0 for the first message of a delivery, then 1, 2, ….
 * Throws a RangeError for what would not be a mark: such a copy would be picked up again.
 */
export function keyOf(word: string, delivery: number, part: number): string {
	const key = part === 0 ? `talkrelay-${word}-${delivery}` : `talkrelay-${word}-${delivery}.${part}`
	// A fraction would look like a part.
	if (!Number.isSafeInteger(delivery) || !mark.test(key)) {
		throw new RangeError(`No mark of a relay can be made of ${key}`)
	}
	return key
}

export const isMark = (referenceId: string | undefined): boolean => referenceId !== undefined && mark.test(referenceId)

export interface Mark { readonly word: string, readonly delivery: number, readonly part: number }

/** What a key was made of; undefined for what is no mark. */
export function markOf(referenceId: string | undefined): Mark | undefined {
	const [, word, delivery, part] = mark.exec(referenceId ?? '') ?? []
	return word === undefined ? undefined : { word, delivery: Number(delivery), part: Number(part ?? 0) }
}
