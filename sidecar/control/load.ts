import process from 'node:process'

/** Processor time over the last minute: a sample every ten seconds. */
export interface Load {
	/** Of a core: 0.004. */
	cpu(): number
	stop(): void
}

const every = 10_000
const kept = 7

interface Sample { readonly at: number, readonly used: number }

export function watchLoad(now: () => number = () => performance.now(), used: () => number = cpuMs): Load {
	const samples: Sample[] = [{ at: now(), used: used() }]
	const timer = setInterval(() => {
		samples.push({ at: now(), used: used() })
		samples.splice(0, samples.length - kept)
	}, every)
	timer.unref()
	return {
		cpu() {
			const [first] = samples
			const passed = now() - (first?.at ?? 0)
			return first === undefined || passed <= 0 ? 0 : Math.round((used() - first.used) / passed * 10_000) / 10_000
		},
		stop: () => clearInterval(timer),
	}
}

function cpuMs(): number {
	const { user, system } = process.cpuUsage()
	return (user + system) / 1000
}
