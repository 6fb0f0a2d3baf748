import type { ChildProcess } from 'node:child_process'
import type { Room } from '../../tests/support/talk.ts'

import { spawn, spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, statfsSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { processorTime } from '../../tests/support/processor.ts'

const root = join(import.meta.dirname, '../..')
const bundle = join(root, 'dist/talk-relay.mjs')
const tmpfs = 0x01021994

/** The folder, which has to be on a real disk: figures from a file system in memory would say nothing about durability. */
export function onDisk(folder: string): string {
	if (Number(statfsSync(folder).type) === tmpfs) {
		throw new Error(`${folder} is in memory (tmpfs): set TMPDIR to a folder on a disk`)
	}
	return folder
}

export const diskFolder = (): string => onDisk(mkdtempSync(join(tmpdir(), 'talk-relay-bench-')))

/** The program as it is installed: bundled. */
export function build(): void {
	const { status } = spawnSync('vite', ['build', '--logLevel', 'error'], { cwd: root, stdio: 'inherit' })
	if (status !== 0 || !existsSync(bundle)) {
		throw new Error('the relay could not be bundled')
	}
}

export interface Pair { readonly a: Room, readonly b: Room }

/** The tutorial's file for these pairs of rooms: one gateway each. */
export function relayFile(pairs: readonly Pair[], urls: { readonly a: string, readonly b: string }): string {
	const first = pairs[0]
	const account = (name: 'a' | 'b'): string => `[nctalk.${name}]
Server = "${urls[name]}"
Login = "${first?.[name].server.bot.user ?? ''}"
Password = "${first?.[name].server.bot.password ?? ''}"
RemoteNickFormat = ""
`
	const gateway = ({ a, b }: Pair, index: number): string => `[[gateway]]
name = "g${index}"
enable = true
[[gateway.inout]]
account = "nctalk.a"
channel = "${a.token}"
[[gateway.inout]]
account = "nctalk.b"
channel = "${b.token}"
`
	return [account('a'), account('b'), ...pairs.map(gateway)].join('\n')
}

export interface RunningRelay {
	readonly pid: number
	/** Resident memory, in MB (10^6 bytes). */
	memory(): number
	/** Accounts online and rooms open. */
	up(): Promise<number>
	/** Seconds of processor time used so far. */
	cpu(): number
	metric(name: string): Promise<number>
	/** The process stands still, as if it were not there, until it is told to go on. */
	pause(): void
	goOn(): void
	stop(): Promise<void>
	kill(): Promise<void>
	readonly log: () => string
}

/** As the container starts it. */
const nodeFlags = [...(/^ENTRYPOINT .*/mu.exec(readFileSync(join(root, 'Containerfile'), 'utf8'))?.[0] ?? '').matchAll(/"(--[^"]+)"/gu)].map((found) => found[1] ?? '')
/** The bundled program with Node's flags; what is asked of it comes after. */
export const program: readonly [string, ...string[]] = ['node', ...nodeFlags, bundle]

async function freePort(): Promise<number> {
	const server = createServer()
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
	const address = server.address()
	await new Promise((resolve) => server.close(resolve))
	return typeof address === 'object' && address !== null ? address.port : 0
}

export async function startRelay(file: string, state: string): Promise<RunningRelay> {
	const config = join(state, 'relay.toml')
	const port = await freePort()
	writeFileSync(config, `[general]\nMetricsPort = ${port}\n\n${file}`, { mode: 0o600 })
	const [node, ...flags] = program
	const child: ChildProcess = spawn(node, [...flags, 'run', '--config', config, '--state', state], { env: { ...process.env, MALLOC_ARENA_MAX: '1' }, stdio: ['ignore', 'pipe', 'pipe'] })
	let log = ''
	child.stdout?.on('data', (data: Buffer) => {
		log += data.toString()
	})
	child.stderr?.on('data', (data: Buffer) => {
		log += data.toString()
	})
	const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()))
	const pid = child.pid ?? 0
	const end = async (signal: NodeJS.Signals): Promise<void> => {
		child.kill(signal)
		// One that stands still would not hear it.
		child.kill('SIGCONT')
		await ended
	}
	const metrics = async (): Promise<string> => (await fetch(`http://127.0.0.1:${port}/metrics`)).text()
	const metric = async (name: string): Promise<number> => {
		const text = await metrics()
		return Number(new RegExp(`^${name} (\\S+)$`, 'mu').exec(text)?.[1] ?? Number.NaN)
	}
	for (let tries = 0; ; tries += 1) {
		if (child.exitCode !== null || tries > 600) {
			throw new Error(`the relay did not start:\n${log.slice(-2000)}`)
		}
		if (await metric('talk_relay_deliveries_waiting').then(() => true, () => false)) {
			break
		}
		await sleep(50)
	}
	return {
		pid,
		memory: () => Number(/VmRSS:\s+(\d+) kB/u.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) * 1024 / 1e6,
		cpu: () => processorTime(pid),
		metric,
		pause: () => void child.kill('SIGSTOP'),
		goOn: () => void child.kill('SIGCONT'),
		up: async () => (await metrics()).match(/^talk_relay_up\{.*\} 1$/gmu)?.length ?? 0,
		stop: () => end('SIGTERM'),
		kill: () => end('SIGKILL'),
		log: () => log,
	}
}

export const removeFolder = (folder: string): void => rmSync(folder, { recursive: true, force: true })
