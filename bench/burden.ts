import type { Figure } from './support/statistics.ts'

import { setTimeout as sleep } from 'node:timers/promises'
import { scene } from './support/scene.ts'
import { atMost, quantile, round } from './support/statistics.ts'

/** What so many quiet gateways cost: memory of the relay, requests to the servers. */
export async function gateways(o: { readonly counts: readonly number[], readonly seconds: number }): Promise<readonly Figure[]> {
	const figures: Figure[] = []
	for (const count of o.counts) {
		const here = await scene({ pairs: count, proxied: true })
		try {
			await sleep(15_000)
			here.proxies?.a.forget()
			here.proxies?.b.forget()
			const cpu = here.relay.cpu()
			await sleep(o.seconds * 1000)
			const requests = (here.proxies?.a.passed.length ?? 0) + (here.proxies?.b.passed.length ?? 0)
			const memory = here.relay.memory()
			figures.push(
				count === 1000
					? atMost('memory at 1000 gateways', memory, 'MB', 120)
					: { what: `memory at ${count} gateways`, value: round(memory), unit: 'MB' },
				{ what: `requests to each server at ${count} quiet gateways`, value: round(requests / 2 / (o.seconds / 60)), unit: 'per minute' },
				{ what: `CPU of the relay at ${count} quiet gateways`, value: round((here.relay.cpu() - cpu) / o.seconds * 100, 2), unit: '% of a core' },
			)
		} finally {
			await here.close()
		}
	}
	return figures
}

/** Processor time while nothing happens, and while one server is down. */
export async function idle(o: { readonly seconds: number }): Promise<readonly Figure[]> {
	const here = await scene({ pairs: 1, proxied: true })
	try {
		await sleep(5000)
		const share = async (): Promise<number> => {
			const before = here.relay.cpu()
			await sleep(o.seconds * 1000)
			return (here.relay.cpu() - before) / o.seconds * 100
		}
		const resting = await share()
		await here.proxies?.b.close()
		await here.pairs[0]?.a.owner.post('while the other side is away')
		const down = await share()
		return [
			atMost(`CPU over ${o.seconds} idle seconds`, resting, '% of a core', 1),
			atMost(`CPU over ${o.seconds} seconds with a server down`, down, '% of a core', 1),
		]
	} finally {
		await here.close()
	}
}

/** Many conversations on a server with few PHP workers, a few of them lively: is the server still there for people? */
export async function workers(o: { readonly pairs: number, readonly seconds: number }): Promise<readonly Figure[]> {
	const here = await scene({ pairs: o.pairs })
	try {
		const end = performance.now() + o.seconds * 1000
		const talk = async (): Promise<void> => {
			for (let n = 0; performance.now() < end; n += 1) {
				await here.pairs[n % o.pairs]?.[n % 2 === 0 ? 'a' : 'b'].owner.post(`worker ${n}`)
				await sleep(500)
			}
		}
		const times: number[] = []
		const visitor = here.lab.a.stranger()
		const visit = async (): Promise<void> => {
			while (performance.now() < end) {
				const began = performance.now()
				await visitor.ask('GET', '/status.php')
				times.push(performance.now() - began)
				await sleep(200)
			}
		}
		await Promise.all([talk(), visit()])
		return [
			atMost(`status.php with ${o.pairs} conversations, p95`, quantile(times, 0.95), 'ms', 200),
			{ what: 'status.php, the slowest', value: round(Math.max(...times)), unit: 'ms' },
		]
	} finally {
		await here.close()
	}
}
