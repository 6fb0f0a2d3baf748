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
	await Promise.all(Array.from({ length: Number(values.parallel) }, player))
	return outcomes
}

/** All must pass; how many did. */
async function prove(first: number, count: number): Promise<boolean> {
	const began = performance.now()
	const seeds = Array.from({ length: count }, (_, n) => first + n)
	let done = 0
	const outcomes = await playAll(seeds, values.defect, (outcome) => {
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
	print(`${posts} messages; the relay was killed in ${killed} of ${count} histories, ${outcomes.reduce((sum, one) => sum + one.kills, 0)} times; ${seconds(began)} s`)
	if (failed.length > 0) {
		print(`failed: ${failed.map(({ plan }) => plan.seed).join(', ')}`)
	}
	print(`${outcomes.length - failed.length} passed, ${failed.length} failed`)
	return failed.length === 0
}

/** Each defect must be found by one of the histories. */
async function findDefects(first: number): Promise<boolean> {
	const most = 200
	let missed = 0
	for (const name of Object.keys(defects)) {
		const began = performance.now()
		const seeds = Array.from({ length: most }, (_, n) => first + n)
		const outcomes = await playAll(seeds, name, (outcome) => outcome.problems.length > 0)
		const found = outcomes.find(({ problems }) => problems.length > 0)
		// The same history must pass without it: else it was found by mistake.
		const without = found && await playHistory(found.plan, { cache })
		const isFound = without?.problems.length === 0
		missed += isFound ? 0 : 1
		print(isFound
			? `found in history ${found?.plan.seed}, the ${outcomes.length}th played, ${seconds(began)} s: ${name}\n    ${found?.problems[0]}`
			: `NOT FOUND within ${most} histories: ${name}${found === undefined ? '' : ` (history ${found.plan.seed} fails without it too)`}`)
	}
	const all = Object.keys(defects).length
	print(`${all - missed} planted defects found, ${missed} not found`)
	return missed === 0
}

const first = Number(values.seed)
if (values.one !== undefined) {
	const outcome = await playHistory(planOf(Number(values.one)), { defect: values.defect, cache })
	tell(outcome, values.verbose)
	process.exit(outcome.problems.length === 0 ? 0 : 1)
}
const passed = await prove(first, Number(values.histories))
const found = !values.prove || await findDefects(first)
process.exit(passed && found ? 0 : 1)
