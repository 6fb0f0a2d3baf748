/**
 * Random histories under random faults: see README.md.
 *
 * node tests/faults/main.ts [--histories N] [--seed S] [--prove] [--one SEED] [--verbose] [--parallel P] [--defect NAME]
 */
import type { Outcome } from './history.ts'

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { parseArgs } from 'node:util'
import { defects } from './defects.ts'
import { playHistory } from './history.ts'
import { planOf } from './plan.ts'
import { planLines } from './troubling.ts'

const { values } = parseArgs({
	options: {
		histories: { type: 'string', default: '200' },
		seed: { type: 'string', default: '1' },
		prove: { type: 'boolean', default: false },
		one: { type: 'string' },
		defect: { type: 'string' },
		verbose: { type: 'boolean', default: false },
		parallel: { type: 'string', default: '10' },
	},
})

const cache = mkdtempSync(join(tmpdir(), 'talk-relay-compiled-'))
process.on('exit', () => rmSync(cache, { recursive: true, force: true }))
const print = (line: string): void => void process.stdout.write(`${line}\n`)
const seconds = (since: number): string => ((performance.now() - since) / 1000).toFixed(1)

function tell(outcome: Outcome, verbose: boolean): void {
	const { plan, problems, told, log } = outcome
	print(`\nhistory ${plan.seed}: ${problems.length === 0 ? 'passed' : 'FAILED'}`)
	problems.forEach((problem) => print(`  wrong: ${problem}`))
	print(` planned:\n${planLines(plan).map((line) => `  ${line}`).join('\n')}`)
	print(` happened:\n${told.map((line) => `  ${line}`).join('\n')}`)
	print(` the relay said:\n${log.slice(verbose ? 0 : -40).map((line) => `  ${line}`).join('\n')}`)
	print(` again: node tests/faults/main.ts --one ${plan.seed} --verbose`)
}

/** One after another, several at a time; ends early when `until` holds. */
async function playAll(
	seeds: readonly number[],
	parallel: number,
	defect: string | undefined,
	until: (outcome: Outcome) => boolean,
): Promise<readonly Outcome[]> {
	const waiting = [...seeds]
	const outcomes: Outcome[] = []
	const giveUp = new AbortController()
	const player = async (): Promise<void> => {
		for (let seed = waiting.shift(); seed !== undefined && !giveUp.signal.aborted; seed = waiting.shift()) {
			const outcome = await playHistory(planOf(seed), { defect, cache, signal: giveUp.signal })
			if (!giveUp.signal.aborted) {
				outcomes.push(outcome)
				if (until(outcome)) {
					giveUp.abort()
				}
			}
		}
	}
	await Promise.all(Array.from({ length: parallel }, player))
	return outcomes
}

/** All must pass. Returns the seeds of those that did, or undefined if any did not. */
async function playHistories(first: number, count: number): Promise<ReadonlySet<number> | undefined> {
	const began = performance.now()
	const seeds = Array.from({ length: count }, (_, n) => first + n)
	let done = 0
	const outcomes = await playAll(seeds, Number(values.parallel), values.defect, (outcome) => {
		done += 1
		if (outcome.problems.length > 0) {
			tell(outcome, values.verbose)
		}
		if (done % 20 === 0) {
			print(`${done} of ${count} histories after ${seconds(began)} s`)
		}
		return false
	})
	const failed = outcomes.filter(({ problems }) => problems.length > 0)
	const killed = outcomes.filter(({ kills }) => kills > 0).length
	const posts = outcomes.reduce((sum, one) => sum + one.posts, 0)
	const kills = outcomes.reduce((sum, one) => sum + one.kills, 0)
	print(`${posts} messages; the relay was killed in ${killed} of ${count} histories, ${kills} times; ${seconds(began)} s`)
	if (failed.length > 0) {
		print(`failed: ${failed.map(({ plan }) => plan.seed).join(', ')}`)
	}
	print(`${outcomes.length - failed.length} passed, ${failed.length} failed`)
	return failed.length === 0 ? new Set(seeds) : undefined
}

const mostForDefect = 200

/** Looks for one defect, two histories at a time. `passed`: seeds of histories that pass without it. */
async function findDefect(name: string, first: number, passed: ReadonlySet<number>): Promise<boolean> {
	const began = performance.now()
	const seeds = Array.from({ length: mostForDefect }, (_, n) => first + n)
	const outcomes = await playAll(seeds, 2, name, (outcome) => outcome.problems.length > 0)
	const found = outcomes.find(({ problems }) => problems.length > 0)
	if (found === undefined) {
		print(`NOT FOUND within ${mostForDefect} histories: ${name}`)
		return false
	}
	// The same history must pass without it: else it was found by mistake.
	const isSound = passed.has(found.plan.seed) || (await playHistory(found.plan, { cache })).problems.length === 0
	print(isSound
		? `found in history ${found.plan.seed}, the ${outcomes.length}th played, ${seconds(began)} s: ${name}\n    ${found.problems[0]}`
		: `NOT FOUND: ${name} (history ${found.plan.seed} fails without it too)`)
	return isSound
}

/** Each defect must be found by one of the histories. */
async function findDefects(first: number, passed: ReadonlySet<number>): Promise<boolean> {
	const began = performance.now()
	const waiting = Object.keys(defects).filter((name) => values.defect === undefined || name === values.defect)
	const all = waiting.length
	let found = 0
	const finder = async (): Promise<void> => {
		for (let name = waiting.shift(); name !== undefined; name = waiting.shift()) {
			const isFound = await findDefect(name, first, passed)
			found += isFound ? 1 : 0
		}
	}
	await Promise.all(Array.from({ length: Math.ceil(Number(values.parallel) / 2) }, finder))
	print(`${found} planted defects found, ${all - found} not found; ${seconds(began)} s`)
	return found === all
}

const first = Number(values.seed)
if (values.one !== undefined) {
	const outcome = await playHistory(planOf(Number(values.one)), { defect: values.defect, cache })
	tell(outcome, values.verbose)
	process.exit(outcome.problems.length === 0 ? 0 : 1)
}
const passed = await playHistories(first, Number(values.histories))
const proved = !values.prove || await findDefects(first, passed ?? new Set())
process.exit(passed !== undefined && proved ? 0 : 1)
