import type { ShownRelay, ShownSide, Side } from '../api.ts'
import type { ColumnView } from './column.ts'

import { openColumn } from './column.ts'
import { the } from './dom.ts'
import { connect } from './live.ts'
import { openStrip } from './strip.ts'

const sides = new Map<Side, ShownSide>()
const columns = new Map<Side, ColumnView>()
let relay: ShownRelay | undefined

const live = connect((told) => {
	switch (told.is) {
		case 'file':
			the('#file .path').textContent = told.path
			the('#file pre').textContent = told.text
			return
		case 'side':
			sides.set(told.side.side, told.side)
			columnOf(told.side.side)
			break
		case 'relay':
			relay = told.relay
			break
		default:
			told satisfies never
	}
	draw()
}, (stands) => {
	the('#gone').hidden = stands
	document.body.classList.toggle('is-gone', !stands)
})

const strip = openStrip(the('#relay'), live)

function columnOf(side: Side): ColumnView {
	const known = columns.get(side)
	if (known !== undefined) {
		return known
	}
	const column = openColumn(side, live)
	columns.set(side, column)
	the('#sides')[side === 'left' ? 'prepend' : 'append'](column.element)
	return column
}

function draw(): void {
	const [left, right] = [sides.get('left'), sides.get('right')]
	if (left === undefined || right === undefined || relay === undefined) {
		return
	}
	strip.draw(relay, { left, right })
	columns.get('left')?.draw(left, right, relay)
	columns.get('right')?.draw(right, left, relay)
}

const dialog = the('#file') as HTMLDialogElement
the('#show-file').addEventListener('click', () => dialog.showModal())
dialog.addEventListener('click', (event) => {
	if (event.target === dialog) {
		dialog.close()
	}
})
