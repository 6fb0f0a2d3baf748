import type { Command, ShownRelay, ShownSide, Side } from '../api.ts'
import type { Live } from './live.ts'

import { el, fill, icon } from './dom.ts'
import { icons } from './icons.ts'
import { duration } from './times.ts'

export interface StripView { draw(relay: ShownRelay, sides: Readonly<Record<Side, ShownSide>>): void }

const states: Readonly<Record<ShownRelay['state'], string>> = {
	running: 'The relay is running',
	stopped: 'The relay is stopped',
	killed: 'The relay was killed',
	failed: 'The relay has ended by itself',
}

/** What the relay is doing, and the buttons that start and end it. */
export function openStrip(element: HTMLElement, live: Live): StripView {
	const title = el('strong', { role: 'status' })
	const facts = el('span', { class: 'facts' })
	const waiting = { left: el('span', { class: 'waits' }), right: el('span', { class: 'waits' }) }
	const latest = el('span', { class: 'latest' })
	const log = el('pre', { tabindex: '0', role: 'region', 'aria-label': 'Last lines of the relay’s log' })
	const problem = el('span', { class: 'problem', role: 'alert' })
	const button = (what: Extract<Command, { do: 'relay' }>['what'], name: string): HTMLButtonElement => {
		const made = el('button', { type: 'button', class: 'button' }, name)
		made.addEventListener('click', () => {
			problem.textContent = ''
			live.ask({ do: 'relay', what }).catch((error: Error) => {
				problem.textContent = error.message
			})
		})
		return made
	}
	const start = button('start', 'Start relay')
	const stop = button('stop', 'Stop relay')
	const kill = button('kill', 'Kill relay')
	kill.title = 'At once and without a farewell, as a power cut would'
	fill(
		element,
		el('span', { class: 'sign' }, icon(icons.relay)),
		el('div', { class: 'state' }, title, facts),
		el('div', { class: 'waiting', role: 'group', 'aria-label': 'What waits' }, waiting.left, waiting.right),
		el('div', { class: 'buttons' }, start, stop, kill, problem),
		el('details', { class: 'log' }, el('summary', {}, el('span', { class: 'log-name' }, 'Log'), latest), log),
	)
	return {
		draw(relay, sides) {
			element.dataset.state = relay.state
			title.textContent = states[relay.state]
			facts.textContent = factsOf(relay)
			for (const side of ['left', 'right'] as const) {
				const count = relay.waiting[side]
				const words = count === 0 ? 'nothing waits' : `${count} ${count === 1 ? 'waits' : 'wait'}`
				waiting[side].textContent = side === 'left' ? `← ${words} for ${sides[side].name}` : `${words} for ${sides[side].name} →`
				waiting[side].classList.toggle('some', count > 0)
			}
			const runs = relay.state === 'running'
			start.hidden = runs
			stop.hidden = !runs
			kill.hidden = !runs
			latest.textContent = relay.lines.at(-1) ?? ''
			const atEnd = log.scrollTop + log.clientHeight >= log.scrollHeight - 4
			log.textContent = relay.lines.join('\n')
			if (atEnd) {
				log.scrollTop = log.scrollHeight
			}
		},
	}
}

function factsOf({ carried, usual, setAside, state }: ShownRelay): string {
	const said = carried === 0
		? state === 'running' ? 'Ready: write something.' : ''
		: `${carried} ${carried === 1 ? 'message' : 'messages'} carried, usually within ${duration(usual ?? 0)}`
	return setAside === 0 ? said : `${said} · ${setAside} could not be delivered`
}
