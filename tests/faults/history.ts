import type { Plan } from './plan.ts'
import type { Report } from './process-words.ts'
import type { RelayHandle } from './relay-handle.ts'
import type { Scene } from './scene.ts'

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { actors } from './acting.ts'
import { problemsOf } from './judging.ts'
import { relayHandle } from './relay-handle.ts'
import { bridge, labelOf, nickFormat, openScene, roomToken } from './scene.ts'
import { makeTrouble } from './troubling.ts'

export interface Outcome {
	readonly plan: Plan
	/** Empty if all is as it should be. */
	readonly problems: readonly string[]
	readonly kills: number
	readonly posts: number
	/** What happened, and what the relay said, for people to read. */
	readonly told: readonly string[]
	readonly log: readonly string[]
}

/** The servers are looked at this often, in ms. Quiet is counted in looks, not in time: on a busy machine all of us may stand still. */
const lookEvery = 60
/** Looks in which nothing may move before the end is judged. */
const quiet = 15
/** What is still wrong after so many looks is wrong for good; while something waits, after so many more. */
const surelyQuiet = 50
const patient = 250
/** ms */
const longest = 120_000

function configText(scene: Scene, plan: Plan, folder: string): string {
	const accounts = scene.servers.map((server, number) => `[nctalk.${labelOf(number).toLowerCase()}]
Server = "${server.url}"
Login = "${bridge}"
Password = "${server.store.people.get(bridge)?.appPassword}"
Label = "${labelOf(number)}"
`)
	const gateways = Array.from({ length: plan.conversations }, (_, conversation) => `[[gateway]]
name = "talk${conversation}"
enable = true
${scene.servers.map((__, number) => `[[gateway.inout]]
account = "nctalk.${labelOf(number).toLowerCase()}"
channel = "${roomToken(number, conversation)}"
`).join('')}`)
	return `[general]
StateDir = "${join(folder, 'state')}"
RemoteNickFormat = "${nickFormat}"
LogLevel = "${process.env.FAULTS_LOG ?? 'warn'}"
${accounts.join('')}${gateways.join('')}`
}

export interface HistoryOptions {
	/** The name of one of defects.ts. */
	readonly defect?: string | undefined
	/** A folder for compiled code. */
	readonly cache: string
	/** Aborted when nobody is interested any more. */
	readonly signal?: AbortSignal
}

/** Plays a history and judges its end. */
export async function playHistory(plan: Plan, options: HistoryOptions): Promise<Outcome> {
	const { defect, cache, signal } = options
	const folder = mkdtempSync(join(tmpdir(), 'talk-relay-faults-'))
	const file = join(folder, 'relay.toml')
	const scene = await openScene(plan)
	const writeConfig = (): void => writeFileSync(file, configText(scene, plan, folder), { mode: 0o600 })
	writeConfig()
	const relay = relayHandle(file, defect, cache)
	const givenUp = new AbortController()
	signal?.addEventListener('abort', () => {
		givenUp.abort()
		relay.destroy()
	}, { once: true })
	try {
		const problems = await play({ plan, scene, relay, writeConfig, signal: givenUp.signal })
		return { plan, problems, kills: relay.kills, posts: scene.posts.length, told: scene.told, log: relay.log }
	} catch (error) {
		const problems = [error instanceof Error ? error.stack ?? error.message : String(error)]
		return { plan, problems, kills: relay.kills, posts: scene.posts.length, told: scene.told, log: relay.log }
	} finally {
		givenUp.abort()
		relay.destroy()
		await scene.close()
		rmSync(folder, { recursive: true, force: true })
	}
}

/** What one history is made of. */
interface Stage {
	readonly plan: Plan
	readonly scene: Scene
	readonly relay: RelayHandle
	readonly writeConfig: () => void
	readonly signal: AbortSignal
}

async function play(stage: Stage): Promise<readonly string[]> {
	const { plan, scene, relay } = stage
	await relay.start()
	const rooms = plan.servers * plan.conversations
	const ready = performance.now()
	while ((await relay.report())?.rooms.length !== rooms) {
		if (performance.now() - ready > 60_000 || relay.wrongs.length > 0) {
			return [...relay.wrongs, 'the relay did not begin to read its rooms']
		}
		await wait(20)
	}
	await live(stage)
	const problems = await settle(stage)
	if (problems.length === 0 && plan.killAtEnd) {
		scene.tell('all is quiet; the relay is killed once more')
		await relay.kill(0)
		problems.push(...await settle(stage))
	}
	await relay.stop()
	return [...new Set([...problems, ...relay.wrongs])]
}

/** People act and troubles come, each in its time, until the last of them is over. */
async function live({ plan, scene, relay, writeConfig, signal }: Stage): Promise<void> {
	const began = performance.now()
	const act = actors(scene)
	const queues = scene.servers.map(() => Promise.resolve())
	const alone = (server: number, work: () => Promise<void>): Promise<void> => {
		const done = (queues[server] ?? Promise.resolve()).then(work)
		queues[server] = done.catch(() => undefined)
		return done
	}
	const at = async (ms: number, work: () => Promise<void>): Promise<void> => {
		await wait(Math.max(0, ms - (performance.now() - began)))
		await work()
	}
	await Promise.all([
		...plan.acts.map((one) => at(one.at, () => alone(one.server, () => act(one)))),
		...plan.troubles.map((trouble) => at(trouble.at, () => {
			scene.tell(`trouble: ${JSON.stringify(trouble)}`)
			return makeTrouble({ scene, relay, alone, writeConfig, signal }, trouble)
		})),
	])
	scene.servers.forEach((server) => server.faults.clear())
}

/** Waits until nothing moves any more, and judges. */
async function settle({ plan, scene, relay, signal }: Stage): Promise<string[]> {
	const disturbed = plan.troubles.some(({ kind }) => ['kill', 'killAtWrite', 'restart', 'diskFull', 'spoolFull'].includes(kind))
	const began = performance.now()
	const atMost = 100 + 40 * scene.posts.length * scene.servers.length
	let seen = -1
	let looks = 0
	let found: string[] = []
	while (performance.now() - began < longest && !signal.aborted) {
		await wait(lookEvery)
		const rows = scene.servers.reduce((sum, server) => sum + server.store.rows.size, 0)
		const report = await relay.report()
		if (relay.wrongs.length > 0) {
			return [...relay.wrongs]
		}
		if (rows > atMost) {
			return [`${rows} messages and changes stand where ${scene.posts.length} were written: it does not end`]
		}
		looks = rows === seen && report?.ready === true ? looks + 1 : 0
		seen = rows
		if (looks >= quiet && looks % 5 === 0 && report !== undefined) {
			found = [...await problemsOf(scene), ...lefts(report, disturbed)]
			if (found.length === 0 || looks >= (report.waiting > 0 ? patient : surelyQuiet)) {
				return found
			}
		}
	}
	return [`it does not become quiet within ${longest / 1000} s`, ...found]
}

/** What the relay has left over. */
function lefts({ waiting, asides, files, unclaimed }: Report, disturbed: boolean): readonly string[] {
	return [
		...(waiting > 0 ? [`${waiting} deliveries wait for ever`] : []),
		...asides.map((one) => `set aside: ${one}`),
		...(files.length > 0 ? [`${files.length} files stay in the spool`] : []),
		// What was kept, and deleted before it was taken, stays for a day.
		...(unclaimed.length > 0 && !disturbed ? [`${unclaimed.length} files stay in the spool that belong to nothing`] : []),
	]
}
