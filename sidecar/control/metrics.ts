import type { Server } from 'node:http'
import type { Log } from '../core/log.ts'
import type { Counters } from '../relay/counters.ts'
import type { Store } from '../store/store.ts'

import { createServer } from 'node:http'
import { Counter, Gauge, Registry } from 'prom-client'

/** What the relay counts, under the names that Prometheus knows. Values are read when they are asked for. */
export function metricsRegistry(counters: Counters, store: Pick<Store, 'outbox' | 'spool' | 'states'>): Registry {
	const registry = new Registry()
	const counted: readonly (readonly [string, string, () => number])[] = [
		['talk_relay_events_accepted_total', 'Events heard and written to the outbox', () => counters.accepted],
		['talk_relay_deliveries_total', 'Deliveries that arrived', () => counters.delivered],
		['talk_relay_delivery_failures_total', 'Attempts that failed and are repeated', () => counters.failed],
		['talk_relay_deliveries_set_aside_total', 'Deliveries that can never succeed', () => counters.setAside],
		['talk_relay_delivery_seconds_total', 'Seconds from accepted to arrived, summed over deliveries', () => counters.deliveryMs / 1000],
		['talk_relay_own_seconds_total', 'Seconds of them until the first attempt', () => counters.ownMs / 1000],
		['talk_relay_look_ups_total', 'Look-ups of what an attempt of unknown outcome left', () => counters.lookedUp],
	]
	for (const [name, help, value] of counted) {
		new Counter({
			name,
			help,
			registers: [registry],
			collect() {
				this.reset()
				this.inc(value())
			},
		})
	}
	const measured: readonly (readonly [string, string, () => number])[] = [
		['talk_relay_deliveries_waiting', 'Deliveries on their way', () => store.outbox.waiting()],
		['talk_relay_spool_bytes', 'Bytes of files kept on disk', () => store.spool.bytes()],
		['process_resident_memory_bytes', 'Resident memory of the relay', () => process.memoryUsage.rss()],
	]
	for (const [name, help, value] of measured) {
		new Gauge({
			name,
			help,
			registers: [registry],
			collect() {
				this.set(value())
			},
		})
	}
	new Gauge({
		name: 'talk_relay_up',
		help: '1 for each account that is online and each room that is open, else 0',
		labelNames: ['subject'],
		registers: [registry],
		collect() {
			this.reset()
			for (const { subject, state } of store.states.all()) {
				this.set({ subject }, state === 'online' || state === 'open' ? 1 : 0)
			}
		},
	})
	return registry
}

/** Serves the metrics on loopback, for a Prometheus on the same machine. Port 0 takes any. Tells when the port is taken, and goes on. */
export function serveMetrics(port: number, registry: Registry, log: Log): Server {
	const server = createServer((request, response) => {
		if (request.method !== 'GET' || request.url !== '/metrics') {
			response.writeHead(404).end()
			return
		}
		registry.metrics().then(
			(text) => response.writeHead(200, { 'content-type': registry.contentType }).end(text),
			(error: unknown) => response.writeHead(500).end(String(error)),
		)
	})
	server.on('error', (error) => log.error(`metrics can't be served on port ${port}: ${error.message}; choose another MetricsPort`))
	server.listen(port, '127.0.0.1')
	server.unref()
	return server
}
