import { onScopeDispose } from 'vue'

interface Parts {
	/** Looks once. Throws if it could not; then the next look comes later. */
	readonly look: (signal: AbortSignal) => Promise<void>
	readonly every: number
	/** The longest pause after failures. */
	readonly longest: number
}

export interface Polling {
	/** Looks at once, whatever was planned. */
	now(): void
	stop(): void
}

/**
 * Looks at once and again and again, one look at a time; not while the page is hidden, and at once when it is shown again.
 * After each failure the pause doubles. Ends with the component.
 */
export function usePolling({ look, every, longest }: Parts): Polling {
	let timer: number | undefined
	let pause = every
	let under: AbortController | undefined
	let ended = false

	const plan = (): void => {
		window.clearTimeout(timer)
		if (!ended && !document.hidden) {
			timer = window.setTimeout(now, pause)
		}
	}

	const walk = async (control: AbortController): Promise<void> => {
		try {
			await look(control.signal)
			pause = every
		} catch {
			// The look itself tells; here it only means to wait longer.
			pause = control.signal.aborted ? pause : Math.min(pause * 2, longest)
		}
		if (under === control) {
			under = undefined
			plan()
		}
	}

	function now(): void {
		window.clearTimeout(timer)
		under?.abort()
		under = new AbortController()
		void walk(under)
	}

	const seen = (): void => {
		if (document.hidden) {
			window.clearTimeout(timer)
		} else if (under === undefined) {
			pause = every
			now()
		}
	}

	const stop = (): void => {
		ended = true
		window.clearTimeout(timer)
		under?.abort()
		under = undefined
		document.removeEventListener('visibilitychange', seen)
	}

	document.addEventListener('visibilitychange', seen)
	onScopeDispose(stop)
	now()
	return { now, stop }
}
