import type { ChildProcess } from 'node:child_process'
import type { Order, Report } from './process-words.ts'

import { fork } from 'node:child_process'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'

const program = join(import.meta.dirname, 'relay-process.ts')
/** Of each process's log so much is kept for a history that fails. */
const keptLines = 400

/** One relay after another on one state: killed, started, frozen, asked. Operations on it come one after the other. */
export interface RelayHandle {
	start(): Promise<void>
	/** SIGKILL, and started again `down` ms later. */
	kill(down: number): Promise<void>
	/** SIGTERM, and started again `down` ms later. */
	restart(down: number): Promise<void>
	freeze(ms: number): Promise<void>
	/** SIGHUP. */
	hangUp(): Promise<void>
	fill(full: { readonly disk?: boolean, readonly spool?: boolean }): void
	/** Starts another one on the same state, which must refuse. */
	second(): Promise<void>
	report(): Promise<Report | undefined>
	/** SIGTERM for good. */
	stop(): Promise<void>
	/** SIGKILL at once, for good. */
	destroy(): void
	/** What it did that no relay may do. */
	readonly wrongs: readonly string[]
	readonly log: readonly string[]
	readonly kills: number
}

interface Running { readonly child: ChildProcess, readonly ended: Promise<number | string>, expected: boolean }

export function relayHandle(file: string, defect: string | undefined, cache: string): RelayHandle {
	const log: string[] = []
	const wrongs: string[] = []
	const full = { disk: false, spool: false }
	let running: Running | undefined
	let kills = 0
	let destroyed = false
	let last: Promise<unknown> = Promise.resolve()

	const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
		const turn = last.then(work)
		last = turn.catch(() => undefined)
		return turn
	}
	const note = (name: string, chunk: unknown): void => {
		log.push(...String(chunk).split('\n').filter((line) => line !== '').map((line) => `${name} ${line}`))
		log.splice(0, log.length - keptLines)
	}
	const tell = (order: Order): void => {
		if (running?.child.connected === true) {
			running.child.send(order, () => undefined)
		}
	}

	const launch = (name: string): Running => {
		const child = fork(program, defect === undefined ? [file] : [file, defect], {
			stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
			env: { ...process.env, NODE_COMPILE_CACHE: cache },
		})
		child.stdout?.on('data', (chunk) => note(name, chunk))
		child.stderr?.on('data', (chunk) => note(name, chunk))
		const ended = new Promise<number | string>((resolve) => child.once('close', (code, signal) => resolve(code ?? signal ?? '')))
		return { child, ended, expected: false }
	}

	const begin = (): void => {
		if (destroyed) {
			return
		}
		const begun = launch(`relay ${kills}`)
		running = begun
		begun.ended.then((how) => {
			if (!begun.expected) {
				wrongs.push(`the relay ended by itself (${how}): ${log.slice(-3).join(' | ')}`)
			}
		}, (error: unknown) => wrongs.push(String(error)))
		tell({ do: 'fill', full })
	}

	const report = async (): Promise<Report | undefined> => {
		const child = running?.child
		if (child?.connected !== true) {
			return undefined
		}
		return await new Promise<Report | undefined>((resolve) => {
			const told = (answer: unknown): void => finish(answer as Report)
			const gone = (): void => finish(undefined)
			const timer = setTimeout(gone, 10_000)
			function finish(answer: Report | undefined): void {
				clearTimeout(timer)
				child?.off('message', told)
				child?.off('exit', gone)
				resolve(answer)
			}
			child.once('message', told)
			child.once('exit', gone)
			child.send({ do: 'report' } satisfies Order, (error) => error && gone())
		})
	}

	/** From then on it listens to signals. */
	const ready = async (): Promise<void> => {
		const until = performance.now() + 10_000
		while (running !== undefined && !destroyed && performance.now() < until && (await report())?.ready !== true) {
			await wait(10)
		}
	}

	/** Resolves when it is gone. */
	const end = async (signal: 'SIGKILL' | 'SIGTERM', within: number): Promise<void> => {
		const now = running
		if (now === undefined) {
			return
		}
		now.expected = true
		now.child.kill(signal)
		const how = await Promise.race([now.ended, wait(within, 'still running', { ref: false })])
		if (how === 'still running') {
			wrongs.push(`the relay did not end within ${within} ms after ${signal}`)
			now.child.kill('SIGKILL')
			await now.ended
		} else if (signal === 'SIGTERM' && how !== 0) {
			wrongs.push(`the relay ended with ${how} after SIGTERM`)
		}
		running = undefined
	}

	return {
		wrongs,
		log,
		get kills() {
			return kills
		},
		start: () => inTurn(async () => begin()),
		kill: (down) => inTurn(async () => {
			await end('SIGKILL', 30_000)
			kills += 1
			await wait(down)
			begin()
		}),
		restart: (down) => inTurn(async () => {
			await ready()
			await end('SIGTERM', 30_000)
			await wait(down)
			begin()
		}),
		freeze: (ms) => inTurn(async () => {
			running?.child.kill('SIGSTOP')
			await wait(ms)
			running?.child.kill('SIGCONT')
		}),
		hangUp: () => inTurn(async () => {
			await ready()
			running?.child.kill('SIGHUP')
		}),
		fill(more) {
			Object.assign(full, more)
			tell({ do: 'fill', full: more })
		},
		second: () => inTurn(async () => {
			if ((await report())?.ready !== true) {
				return
			}
			const other = launch('second')
			const how = await Promise.race([other.ended, wait(15_000, 'still running', { ref: false })])
			if (how !== 1 || !log.some((line) => line.startsWith('second') && line.includes('Another Talk Relay is already running'))) {
				wrongs.push(`a second relay on the same state did not refuse (${how})`)
			}
			other.child.kill('SIGKILL')
			await other.ended
		}),
		report,
		stop: () => inTurn(async () => {
			await ready()
			await end('SIGTERM', 30_000)
		}),
		destroy() {
			destroyed = true
			if (running !== undefined) {
				running.expected = true
				running.child.kill('SIGKILL')
			}
		},
	}
}
