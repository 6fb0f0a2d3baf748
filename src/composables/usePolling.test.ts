import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { effectScope } from 'vue'
import { usePolling } from './usePolling.ts'

beforeEach(() => {
	vi.useFakeTimers()
})
afterEach(() => {
	vi.useRealTimers()
	vi.restoreAllMocks()
})

/** Polls within a scope of its own, as a component would. */
function begin(look: (signal: AbortSignal) => Promise<void>) {
	const scope = effectScope()
	const polling = scope.run(() => usePolling({ look, every: 3000, longest: 10_000 }))!
	return { scope, polling }
}

test('looks at once, then every three seconds, and no more when its component is gone', async () => {
	const look = vi.fn(async () => {})
	const { scope } = begin(look)
	await vi.advanceTimersByTimeAsync(6500)
	expect(look).toHaveBeenCalledTimes(3)
	scope.stop()
	await vi.advanceTimersByTimeAsync(60_000)
	expect(look).toHaveBeenCalledTimes(3)
})

test('waits longer after each failure, up to a limit, and is quick again after a success', async () => {
	let works = false
	const at: number[] = []
	const start = Date.now()
	const { scope } = begin(async () => {
		at.push(Date.now() - start)
		if (!works) {
			throw new Error('away')
		}
	})
	await vi.advanceTimersByTimeAsync(30_000)
	expect(at).toEqual([0, 6000, 16_000, 26_000])
	works = true
	await vi.advanceTimersByTimeAsync(12_500)
	expect(at.slice(4)).toEqual([36_000, 39_000, 42_000])
	scope.stop()
})

test('never two looks at a time: a new one ends the one before', async () => {
	const signals: AbortSignal[] = []
	const { scope, polling } = begin((signal) => {
		signals.push(signal)
		return new Promise(() => {})
	})
	await vi.advanceTimersByTimeAsync(20_000)
	expect(signals).toHaveLength(1)
	polling.now()
	expect(signals.map(({ aborted }) => aborted)).toEqual([true, false])
	scope.stop()
	expect(signals[1]?.aborted).toBe(true)
})

test('a hidden page does not look; shown again, it looks at once', async () => {
	const hidden = vi.spyOn(document, 'hidden', 'get').mockReturnValue(false)
	const look = vi.fn(async () => {})
	const { scope } = begin(look)
	await vi.advanceTimersByTimeAsync(100)
	hidden.mockReturnValue(true)
	document.dispatchEvent(new Event('visibilitychange'))
	await vi.advanceTimersByTimeAsync(60_000)
	expect(look).toHaveBeenCalledTimes(1)
	hidden.mockReturnValue(false)
	document.dispatchEvent(new Event('visibilitychange'))
	expect(look).toHaveBeenCalledTimes(2)
	scope.stop()
})
