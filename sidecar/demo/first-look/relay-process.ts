import type { ChildProcess } from 'node:child_process'
import type { ShownRelay } from './api.ts'

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import process from 'node:process'
import { createInterface } from 'node:readline'
import { stripVTControlCharacters } from 'node:util'

/** The real relay as a process of its own: the one that `talk-relay run` starts anywhere. */
export interface RelayProcess {
	state(): ShownRelay['state']
	/** The last lines of its log, oldest first. */
	lines(): readonly string[]
	/** Calls this whenever state or lines change. */
	watch(listener: () => void): void
	/** Whether it has said so: from then on there is a state to look at. */
	hasStarted(): boolean
	start(): void
	/** Asks it to end what is under way, as systemd does. Resolves when it has ended. */
	stop(): Promise<void>
	/** As a power cut would. */
	kill(): Promise<void>
}

const program = join(import.meta.dirname, '..', '..', 'bin', 'talk-relay')
const kept = 40
/** Milliseconds that it has to end by itself. */
const patience = 10_000

export function relayProcess(file: string): RelayProcess {
	let changed = (): void => undefined
	let child: ChildProcess | undefined
	let state: ShownRelay['state'] = 'stopped'
	let asked: 'stopped' | 'killed' | undefined
	const lines: string[] = []
	let hasStarted = false

	// If this process ends by a fault of its own, the relay is not to be left behind.
	process.on('exit', () => child?.kill('SIGKILL'))

	const told = (line: string): void => {
		hasStarted ||= /Talk Relay \S+ starts/.test(line)
		lines.push(stripVTControlCharacters(line))
		lines.splice(0, lines.length - kept)
		changed()
	}
	const ended = (started: ChildProcess, how: string): void => {
		if (child === started) {
			child = undefined
			state = asked ?? 'failed'
			told(`— the relay's process has ended (${how})`)
		}
	}
	const end = async (signal: 'SIGTERM' | 'SIGKILL', as: 'stopped' | 'killed'): Promise<void> => {
		const running = child
		if (running === undefined) {
			return
		}
		asked = as
		const exit = once(running, 'close')
		running.kill(signal)
		const late = setTimeout(() => running.kill('SIGKILL'), patience)
		await exit
		clearTimeout(late)
	}

	return {
		state: () => state,
		lines: () => lines,
		hasStarted: () => hasStarted,
		watch(listener) {
			changed = listener
		},
		start() {
			if (child !== undefined) {
				return
			}
			const started = spawn(program, ['run', '--config', file], { stdio: ['ignore', 'pipe', 'pipe'], env: process.env })
			child = started
			state = 'running'
			asked = undefined
			createInterface({ input: started.stdout }).on('line', told)
			createInterface({ input: started.stderr }).on('line', told)
			started.once('error', (error) => ended(started, error.message))
			started.once('close', (code, signal) => ended(started, signal ?? `code ${code}`))
			changed()
		},
		stop: () => end('SIGTERM', 'stopped'),
		kill: () => end('SIGKILL', 'killed'),
	}
}
