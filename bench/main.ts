/**
 * Measures. `make bench` runs everything that takes minutes; `make bench BENCH="latency engine"` just these; `--full` takes the long
 * times (ten idle minutes), `--built` the bundle as it lies in dist. With TALK_SERVERS the same against live servers. JSON goes to
 * bench/results, the table to the terminal.
 */
import type { Figure } from './support/statistics.ts'

import { mkdirSync, writeFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { parseArgs } from 'node:util'
import { injected, sender } from './app.ts'
import { gateways, idle, workers } from './burden.ts'
import { engine } from './engine.ts'
import { latency, quiet } from './latency.ts'
import { start } from './start.ts'
import { build } from './support/relay.ts'
import { table } from './support/statistics.ts'
import { drain, manyConversations, throughput } from './throughput.ts'

const { values, positionals } = parseArgs({ options: { full: { type: 'boolean', default: false }, built: { type: 'boolean', default: false } }, allowPositionals: true })
const { full } = values
const live = (process.env.TALK_SERVERS ?? '') !== ''

const all: Readonly<Record<string, () => Promise<readonly Figure[]>>> = {
	engine: async () => [...await engine({ events: 10_000, rooms: 100 }), ...await engine({ events: 5000, rooms: 1 })],
	latency: () => latency({ messages: full ? 200 : 60, turns: full ? 10 : 4 }),
	lifelike: () => live ? Promise.resolve([]) : latency({ messages: full ? 200 : 60, turns: full ? 10 : 4, lifelike: true }),
	quiet: () => quiet({ messages: full ? 10 : 3, silence: 61_000 }),
	throughput: () => throughput({ messages: live ? 300 : 3000, turns: 10 }),
	many: () => manyConversations({ pairs: 100, messages: live ? 400 : 5000 }),
	drain: () => drain({ messages: 10_000 }),
	gateways: () => gateways({ counts: live ? [1, 100] : [1, 100, 1000], seconds: 60 }),
	idle: () => idle({ seconds: full ? 600 : 60 }),
	start: () => live ? Promise.resolve([]) : start({ starts: full ? 40 : 20 }),
	workers: () => workers({ pairs: 26, seconds: 60 }),
	sender: () => sender({ messages: full ? 1000 : 200, pause: 150 }),
	injected: () => injected({ rounds: 10 }),
}

/** Those that need the app on a live server are run by name. */
const ofTheApp: readonly string[] = ['sender', 'injected']
const names = positionals.length > 0 ? positionals : Object.keys(all).filter((name) => !ofTheApp.includes(name))
const unknown = names.filter((name) => all[name] === undefined)
if (unknown.length > 0) {
	process.stderr.write(`there is no benchmark ${unknown.join(', ')}; there are: ${Object.keys(all).join(', ')}\n`)
	process.exit(2)
}
if (!values.built) {
	build()
}
const folder = join(import.meta.dirname, 'results')
mkdirSync(folder, { recursive: true })
const where = live ? 'live servers' : 'built-in servers'
let missed = 0
for (const name of names) {
	let figures: readonly Figure[]
	try {
		figures = await all[name]?.() ?? []
	} catch (error) {
		process.stdout.write(`\n${name} failed: ${String(error)}\n`)
		missed += 1
		continue
	}
	missed += figures.filter(({ met }) => met === false).length
	const facts = { name, where, at: new Date().toISOString(), node: process.version, cores: availableParallelism(), figures }
	writeFileSync(join(folder, `${name}${live ? '-live' : ''}.json`), `${JSON.stringify(facts, null, '\t')}\n`)
	process.stdout.write(`\n${name} (${where}, Node ${process.version}, ${facts.cores} cores)\n\n${table(figures)}\n`)
}
process.stdout.write(`\n${missed === 0 ? 'every goal is met' : `${missed} goals are missed`}\n`)
process.exit(0)
