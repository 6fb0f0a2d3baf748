import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { existsSync, readlinkSync } from 'node:fs'
import { after, test } from 'node:test'
import { processorTime } from '../support/processor.ts'
import { until } from '../support/until.ts'
import { scene } from './scene.ts'

const one = await scene()
after(() => one.close())

/**
 * Of processor time, not of time: that grows with what else the machine does. And as a share of what Node alone needs, for processors
 * differ, and two programs on one core's threads slow each other. From the sources (each file's types are taken out at start) 22 to 39
 * were measured, 26 in the middle: this is nearly four times that. A start that waits without working is not seen here, but by
 * `make bench BENCH=start`.
 */
const bareStarts = 100

/** Seconds of processor time of a Node that does nothing, the median of five. */
function bareStart(node: string): number {
	const print = 'const { user, system } = process.cpuUsage(); console.log(user + system)'
	const times = Array.from({ length: 5 }, () => Number(execFileSync(node, ['-e', print], { encoding: 'utf8' })) / 1e6)
	return times.sort((a, b) => a - b)[2] ?? Number.NaN
}

test('up to its lease it works no longer than a hundred bare Nodes need to start', { skip: !existsSync('/proc/self/stat') && 'needs /proc' }, async () => {
	let used: number | undefined
	let pid = 0
	// Read while it waits for the answer, so that nothing it does later counts, however late this process gets its turn.
	one.app.fault = (path) => {
		used ??= path === '/door/lease' ? processorTime(pid) : undefined
		return undefined
	}
	pid = one.start()
	const start = await until('the lease', () => one.app.generation === 1 ? used : undefined, { within: 60_000, every: 10 })
	const bare = bareStart(readlinkSync(`/proc/${pid}/exe`))
	assert.ok(start > 0 && bare > 0, `nothing measured: ${start} s, ${bare} s`)
	assert.ok(start < bare * bareStarts, `${start} s of processor time up to the lease: ${(start / bare).toFixed(0)} times a bare Node's ${bare} s`)
})
