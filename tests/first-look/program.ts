import type { ChildProcess } from 'node:child_process'

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'

/** The first look, started as `make run` starts it. */
export interface Program {
	readonly url: string
	readonly pid: number
	/** What it printed so far. */
	printed(): string
	/** Processes that it has started and that are there now. */
	children(): readonly number[]
	/** What stands in its folder for temporary files. */
	leftBehind(): readonly string[]
	/** Ctrl+C in its terminal: to it and to all that it has started. Resolves with its exit code. */
	interrupt(): Promise<number | null>
	/** A signal to it alone. */
	signal(name: NodeJS.Signals): Promise<number | null>
	/** Ends what is left of it. */
	close(): Promise<void>
}

const main = join(import.meta.dirname, '..', '..', 'sidecar', 'demo', 'main.ts')

/** `port` 0: any that is free. */
export async function startProgram(port = 0): Promise<Program> {
	const temporary = mkdtempSync(join(tmpdir(), 'first-look-test-'))
	const child = spawn(process.execPath, [main], {
		env: { ...process.env, PORT: String(port), TMPDIR: temporary },
		stdio: ['ignore', 'pipe', 'pipe'],
		// A process group of its own, as a shell gives to each command.
		detached: true,
	})
	let printed = ''
	const url = await new Promise<string>((resolve, reject) => {
		const heard = (data: Buffer): void => {
			printed += String(data)
			const found = /http:\/\/127\.0\.0\.1:\d+/.exec(printed)?.[0]
			if (found !== undefined) {
				resolve(found)
			}
		}
		child.stdout.on('data', heard)
		child.stderr.on('data', heard)
		child.once('exit', (code) => reject(new Error(`the first look ended with ${code}: ${printed}`)))
	})
	const pid = child.pid ?? 0
	return {
		url,
		pid,
		printed: () => printed,
		children: () => readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(/\s+/).filter((each) => each !== '').map(Number),
		leftBehind: () => readdirSync(temporary),
		interrupt: () => ended(child, -pid, 'SIGINT'),
		signal: (name) => ended(child, pid, name),
		async close() {
			await ended(child, -pid, 'SIGKILL')
			rmSync(temporary, { recursive: true, force: true })
		},
	}
}

async function ended(child: ChildProcess, target: number, signal: NodeJS.Signals): Promise<number | null> {
	if (child.exitCode === null && child.signalCode === null) {
		const exit = once(child, 'exit')
		process.kill(target, signal)
		await exit
	}
	return child.exitCode
}

export function isAlive(pid: number): boolean {
	try {
		process.kill(pid, 0)
		return true
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code === 'ESRCH') {
			return false
		}
		throw error
	}
}
