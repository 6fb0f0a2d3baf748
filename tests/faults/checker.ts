import type { Row } from '../../sidecar/demo/talk-server/types.ts'

import { isMark } from '../../sidecar/core/mark.ts'
import { isBeginning, said, tokenOf } from './texts.ts'

/** A room as it stands at the end. The rules are told in README.md. */
export interface RoomView {
	readonly conversation: number
	/** `A`: what people see behind the names of this room's people elsewhere. */
	readonly label: string
	/** In Talk's order. */
	readonly rows: readonly Row[]
	readonly textOf: (row: Row) => string
	/** Who reacted to a message with what. */
	readonly reactionsOf: (row: Row) => readonly { readonly emoji: string, readonly by: string }[]
	/** The name and the content of a message's file. */
	readonly fileOf: (row: Row) => { readonly name: string, readonly content: string } | undefined
}

/** A message that a person wrote in a room. */
export interface Written {
	readonly token: string
	readonly room: RoomView
	readonly row: Row
	/** As it appears elsewhere: `[Ana·A]`. */
	readonly nick: string
}

interface Copy { readonly token: string, readonly row: Row, readonly nick: string, readonly words: readonly string[] }

const stands = (row: Row): boolean => row.verb === 'comment' || row.verb === 'object_shared'

/** What stands in a room with the mark of a relay. */
function copiesIn(room: RoomView): readonly Copy[] {
	return room.rows.filter((row) => stands(row) && isMark(row.referenceId)).map((row) => {
		const { nick, words } = said(room.textOf(row))
		return { token: tokenOf(words), row, nick: nick.trim(), words }
	})
}

/** Everything that is wrong; empty if every event stands exactly once, in order, on every side. `bridge`: the relay's account. */
export function check(rooms: readonly RoomView[], written: readonly Written[], bridge: string): readonly string[] {
	return rooms.flatMap((room) => {
		const others = rooms.filter((other) => other.conversation === room.conversation && other !== room)
		const copies = copiesIn(room)
		const heard = written.filter((one) => others.includes(one.room))
		return [
			...strays(room, copies, heard, written, bridge),
			...heard.flatMap((one) => standing(room, one, copies.filter(({ token }) => token === one.token))),
			...orders(room, copies, heard),
			...answers(room, copies, heard, written),
			...[...heard, ...written.filter((one) => one.room === room)].flatMap((one) => reactions(room, one, others, bridge)),
		]
	})
}

const where = (room: RoomView): string => `${room.label}${room.conversation}`

/** What nobody wrote elsewhere, and what the relay wrote without its mark. */
function strays(
	room: RoomView,
	copies: readonly Copy[],
	heard: readonly Written[],
	written: readonly Written[],
	bridge: string,
): readonly string[] {
	const tokens = new Set(heard.map(({ token }) => token))
	const people = new Set(written.filter((one) => one.room === room).map(({ row }) => row.id))
	return [
		...copies.filter(({ token }) => !tokens.has(token))
			.map(({ row }) => `${where(room)}: ${row.id} is a copy of nothing written elsewhere: ${room.textOf(row).slice(0, 80)}`),
		...room.rows.filter((row) => stands(row) && !isMark(row.referenceId) && row.actor.id === bridge && !people.has(row.id))
			.map((row) => `${where(room)}: ${row.id} was written by the relay without its mark: ${room.textOf(row).slice(0, 80)}`),
	]
}

/** Exactly one copy with the latest text, or none of what was deleted. */
function standing(room: RoomView, { token, row, nick, room: home }: Written, copies: readonly Copy[]): readonly string[] {
	const beginnings = copies.filter(({ words }) => isBeginning(words))
	if (!stands(row)) {
		return copies.length === 0 ? [] : [`${where(room)}: ${token} stands (${copies.map((one) => one.row.id).join(', ')}), but was deleted`]
	}
	if (beginnings.length !== 1) {
		return [`${where(room)}: ${token} stands ${beginnings.length} times${copies.length > 0 ? ` (${copies.map((one) => one.row.id).join(', ')})` : ''}`]
	}
	const wanted = said(home.textOf(row)).words.join(' ')
	const found = copies.flatMap(({ words }) => words).join(' ')
	const file = home.fileOf(row)
	const files = copies.flatMap((one) => room.fileOf(one.row) ?? [])
	return [
		...(found === wanted ? [] : [`${where(room)}: ${token} reads “${found.slice(0, 80)}” instead of “${wanted.slice(0, 80)}”`]),
		...copies.filter((one) => one.nick !== nick).map((one) => `${where(room)}: ${token} is said by ${one.nick} instead of ${nick}`),
		...(files.length === (file === undefined ? 0 : 1) ? [] : [`${where(room)}: ${token} has ${files.length} files`]),
		...(file === undefined || files.every((one) => one.content === file.content) ? [] : [`${where(room)}: the file of ${token} differs`]),
	]
}

/** It became visible at its source after something with a higher number: nobody can say which was first. */
function isLate(row: Row, home: RoomView): boolean {
	return home.rows.some((other) => other.id > row.id && other.storedAt < row.storedAt)
}

/** The copies of one room's messages stand in the order of that room. */
function orders(room: RoomView, copies: readonly Copy[], heard: readonly Written[]): readonly string[] {
	const places = new Map(copies.filter(({ words }) => isBeginning(words)).map(({ token, row }) => [token, row.id]))
	return heard.flatMap((one) => heard.flatMap((other) => {
		const [before, after] = [places.get(one.token), places.get(other.token)]
		const isBefore = one.room === other.room && one.row.id < other.row.id && !isLate(one.row, one.room) && !isLate(other.row, one.room)
		return isBefore && before !== undefined && after !== undefined && before > after
			? [`${where(room)}: ${other.token} stands before ${one.token}`]
			: []
	}))
}

/** The message in a room that is the same as this one of another. */
function counterpart(room: RoomView, token: string, written: readonly Written[]): Row | undefined {
	const home = written.find((one) => one.token === token && one.room === room)
	return home?.row ?? copiesIn(room).find((copy) => copy.token === token && isBeginning(copy.words))?.row
}

/** An answer points to the message that is the same, unless that was deleted; what is none points to nothing. */
function answers(room: RoomView, copies: readonly Copy[], heard: readonly Written[], written: readonly Written[]): readonly string[] {
	return heard.flatMap(({ token, row, room: home }) => {
		const copy = copies.find((one) => one.token === token && isBeginning(one.words))
		if (copy === undefined) {
			return []
		}
		if (row.parent === 0) {
			return copy.row.parent === 0 ? [] : [`${where(room)}: ${token} answers ${copy.row.parent}, but is no answer`]
		}
		const answered = home.rows.find((one) => one.id === row.parent)
		// What its server showed late may have been heard after the answer to it.
		if (answered === undefined || !stands(answered) || isLate(answered, home)) {
			return []
		}
		const about = written.find((one) => one.row === answered)?.token ?? tokenOf(said(home.textOf(answered)).words)
		const wanted = counterpart(room, about, written)
		// What was deleted at its origin, while a copy still stands, is told of by another rule.
		return wanted === undefined || !stands(wanted) || copy.row.parent === wanted.id
			? []
			: [`${where(room)}: ${token} answers ${copy.row.parent || 'nothing'} instead of ${wanted.id} (${about})`]
	})
}

/** The relay's reaction stands on a message just where somebody of another room gave it. */
function reactions(room: RoomView, one: Written, others: readonly RoomView[], bridge: string): readonly string[] {
	if (!stands(one.row)) {
		return []
	}
	const rowsIn = (place: RoomView): readonly Row[] => place === one.room
		? [one.row]
		: copiesIn(place).filter(({ token }) => token === one.token).map(({ row }) => row)
	const [here] = rowsIn(room)
	if (here === undefined) {
		return []
	}
	const wanted = new Set(others.flatMap((place) => rowsIn(place).flatMap((row) => place.reactionsOf(row)))
		.filter(({ by }) => by !== bridge).map(({ emoji }) => emoji))
	const found = new Set(rowsIn(room).flatMap((row) => room.reactionsOf(row)).filter(({ by }) => by === bridge).map(({ emoji }) => emoji))
	return [
		...[...wanted].filter((emoji) => !found.has(emoji)).map((emoji) => `${where(room)}: ${emoji} on ${one.token} (${here.id}) is missing`),
		...[...found].filter((emoji) => !wanted.has(emoji)).map((emoji) => `${where(room)}: ${emoji} on ${one.token} (${here.id}) was given by nobody`),
	]
}
