import type { Row } from '../../sidecar/demo/talk-server/types.ts'
import type { RoomView, Written } from './checker.ts'

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { keyOf } from '../../sidecar/core/mark.ts'
import { check } from './checker.ts'
import { textOf } from './texts.ts'

interface Made {
	readonly rows: Row[]
	readonly reactions: Map<Row, { emoji: string, by: string }[]>
	readonly files: Map<Row, { name: string, content: string }>
}

/** Two rooms, A and B: Ana writes m1 and m2 in A, Laura answers m1 in B with m3; all of it stands where it should. */
function sound() {
	const made: Record<string, Made> = {}
	const room = (label: string): RoomView => {
		const { rows, reactions, files } = made[label] = { rows: [], reactions: new Map(), files: new Map() }
		return {
			conversation: 0,
			label,
			rows,
			textOf: (row) => row.text,
			reactionsOf: (row) => reactions.get(row) ?? [],
			fileOf: (row) => files.get(row),
		}
	}
	const a = room('A')
	const b = room('B')
	let key = 0
	const put = (place: RoomView, id: number, text: string, more: Partial<Row> = {}): Row => {
		const row: Row = {
			id,
			room: place.label,
			verb: 'comment',
			actor: { type: 'users', id: 'bridge' },
			at: id,
			storedAt: id,
			expires: 0,
			text,
			parent: 0,
			topmostParent: 0,
			referenceId: keyOf('abcdefghijkl', key += 1, 0),
			silent: false,
			canMentionAll: true,
			...more,
		}
		made[place.label]?.rows.push(row)
		return row
	}
	const said = (place: RoomView, id: number, uid: string, text: string, more: Partial<Row> = {}): Row => put(place, id, text, { actor: { type: 'users', id: uid }, referenceId: '', ...more })

	const m1 = said(a, 1, 'ana', textOf('m1', 0, 3))
	const m2 = said(a, 2, 'ana', textOf('m2', 0, 2))
	const m1InB = put(b, 10, `[Ana·A] ${textOf('m1', 0, 3)}`)
	const m2InB = put(b, 11, `[Ana·A] ${textOf('m2', 0, 2)}`)
	const m3 = said(b, 12, 'laura', textOf('m3', 0, 1), { parent: 10 })
	const m3InA = put(a, 3, `[Laura·B] ${textOf('m3', 0, 1)}`, { parent: 1 })
	const react = (place: RoomView, row: Row, by: string, emoji = '👍'): void => {
		const all = made[place.label]?.reactions
		all?.set(row, [...all.get(row) ?? [], { emoji, by }])
	}
	react(b, m1InB, 'laura')
	react(a, m1, 'bridge')
	const written: readonly Written[] = [
		{ token: 'm1', room: a, row: m1, nick: '[Ana·A]' },
		{ token: 'm2', room: a, row: m2, nick: '[Ana·A]' },
		{ token: 'm3', room: b, row: m3, nick: '[Laura·B]' },
	]
	return { made, a, b, put, said, react, m1, m2, m3, m1InB, m2InB, m3InA, written, judge: () => check([a, b], written, 'bridge') }
}

test('nothing is wrong where everything stands once', () => assert.deepEqual(sound().judge(), []))

type Scene = ReturnType<typeof sound>
function without(scene: Scene, place: 'A' | 'B', row: Row): void {
	const rows = scene.made[place]?.rows ?? []
	rows.splice(rows.indexOf(row), 1)
}

const wrongs: readonly (readonly [what: string, spoil: (scene: Scene) => void, told: RegExp])[] = [
	['a message is missing', (s) => without(s, 'B', s.m2InB), /^B0: m2 stands 0 times$/u],
	['a message stands twice', (s) => void s.put(s.b, 20, s.m2InB.text), /^B0: m2 stands 2 times \(11, 20\)$/u],
	['a copy has an old text', (s) => void (s.m2.text = textOf('m2', 1, 2)), /^B0: m2 reads “m2\.0\.0 m2\.0\.1” instead of “m2\.1\.0 m2\.1\.1”$/u],
	['a piece is missing', (s) => void (s.m1InB.text = '[Ana·A] m1.0.0 m1.0.1'), /^B0: m1 reads/u],
	['a deleted message stands', (s) => void (s.m2.verb = 'comment_deleted'), /^B0: m2 stands \(11\), but was deleted$/u],
	['a copy of a copy came back', (s) => void s.put(s.a, 30, '[Bridge·B] m1.0.0 m1.0.1 m1.0.2'), /^A0: 30 is a copy of nothing written elsewhere/u],
	['something was written without a mark', (s) => void s.put(s.b, 31, '[Ana·A] m9.0.0', { referenceId: '' }), /^B0: 31 was written by the relay without its mark/u],
	['somebody else is named', (s) => void (s.m1InB.text = s.m1InB.text.replace('Ana', 'Eva')), /^B0: m1 is said by \[Eva·A\] instead of \[Ana·A\]$/u],
	['the order is another', (s) => {
		without(s, 'B', s.m1InB)
		const moved = s.put(s.b, 21, s.m1InB.text)
		s.react(s.b, moved, 'laura')
		Object.assign(s.m3, { parent: 21 })
	}, /^B0: m2 stands before m1$/u],
	['an answer points to another message', (s) => void Object.assign(s.m3InA, { parent: 2 }), /^A0: m3 answers 2 instead of 1 \(m1\)$/u],
	['an answer points to nothing', (s) => void Object.assign(s.m3InA, { parent: 0 }), /^A0: m3 answers nothing instead of 1 \(m1\)$/u],
	['what is no answer is one', (s) => void Object.assign(s.m2InB, { parent: 10 }), /^B0: m2 answers 10, but is no answer$/u],
	['a reaction is missing', (s) => void s.made.A?.reactions.clear(), /^A0: 👍 on m1 \(1\) is missing$/u],
	['a reaction was given by nobody', (s) => s.react(s.b, s.m2InB, 'bridge', '🎉'), /^B0: 🎉 on m2 \(11\) was given by nobody$/u],
	['a file is missing', (s) => void s.made.A?.files.set(s.m2, { name: 'a', content: 'x' }), /^B0: m2 has 0 files$/u],
	['a file differs', (s) => {
		s.made.A?.files.set(s.m2, { name: 'a', content: 'x' })
		s.made.B?.files.set(s.m2InB, { name: 'a', content: 'y' })
	}, /^B0: the file of m2 differs$/u],
]

for (const [what, spoil, told] of wrongs) {
	test(`it is told that ${what}`, () => {
		const scene = sound()
		spoil(scene)
		const problems = scene.judge()
		assert.equal(problems.length, 1, problems.join('\n'))
		assert.match(problems[0] ?? '', told)
	})
}

test('what became visible late at its source may stand later', () => {
	const scene = sound()
	scene.m1.storedAt = 2.5
	without(scene, 'B', scene.m1InB)
	scene.react(scene.b, scene.put(scene.b, 21, scene.m1InB.text), 'laura')
	Object.assign(scene.m3, { parent: 21 })
	assert.deepEqual(scene.judge(), [])
})

test('a text in several pieces, and one that quotes another, count as they should', () => {
	const scene = sound()
	scene.m1InB.text = '[Ana·A] m1.0.0 m1.0.1'
	scene.put(scene.b, 22, '[Ana·A] m1.0.2')
	scene.m3InA.text = '[Laura·B]\n> Ana: m1.0.0 m1.0.1\n\nm3.0.0'
	assert.deepEqual(scene.judge(), [])
})
