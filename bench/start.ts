import type { Figure } from './support/statistics.ts'

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { scene } from '../tests/serve/scene.ts'
import { processorTime } from '../tests/support/processor.ts'
import { until } from '../tests/support/until.ts'
import { onDisk, program } from './support/relay.ts'
import { quantile, round } from './support/statistics.ts'

/** ms from the spawn of a Node that does nothing to its end. */
async function bareStart(): Promise<number> {
	const began = performance.now()
	await once(spawn('node', ['-e', '0'], { stdio: 'ignore' }), 'exit')
	return performance.now() - began
}

/**
 * From the spawn of `serve` until the app's stand-in has its request for the lease in hand, which it grants at once. In turns with bare
 * Nodes, so that both see the same machine. The first start makes the state's folder and database, and is given by itself.
 */
export async function start(o: { readonly starts: number }): Promise<readonly Figure[]> {
	const here = await scene(undefined, program)
	onDisk(here.folder)
	const leaseOf = async (): Promise<{ readonly took: number, readonly cpu: number }> => {
		let leased: { readonly at: number, readonly cpu: number } | undefined
		let pid = 0
		here.app.fault = (path) => {
			leased ??= path === '/door/lease' ? { at: performance.now(), cpu: processorTime(pid) * 1000 } : undefined
			return undefined
		}
		const began = performance.now()
		pid = here.start()
		const { at, cpu } = await until('the lease', () => leased, { every: 5 })
		await here.end()
		return { took: at - began, cpu }
	}
	try {
		const first = await leaseOf()
		const [took, cpu, bare]: [number[], number[], number[]] = [[], [], []]
		for (let n = 0; n < o.starts; n += 1) {
			bare.push(await bareStart())
			const one = await leaseOf()
			took.push(one.took)
			cpu.push(one.cpu)
		}
		const ms = (what: string, value: number): Figure => ({ what, value: round(value), unit: 'ms' })
		return [
			ms(`start of serve to its lease, median of ${o.starts}`, quantile(took, 0.5)),
			ms('start of serve to its lease, p95', quantile(took, 0.95)),
			ms('the first one, which makes the state', first.took),
			ms('processor time up to the lease, median', quantile(cpu, 0.5)),
			ms('a bare node -e 0 in the same run, median', quantile(bare, 0.5)),
			ms('a bare node -e 0 in the same run, p95', quantile(bare, 0.95)),
			{ what: 'ours by the bare one\'s, median', value: round(quantile(took, 0.5) / quantile(bare, 0.5)), unit: '' },
		]
	} finally {
		await here.close()
	}
}
