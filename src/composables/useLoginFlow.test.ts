import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { effectScope } from 'vue'
import * as api from '../api.ts'
import { useLoginFlow } from './useLoginFlow.ts'

vi.mock('../api.ts')
const calls = vi.mocked(api)
const account = { id: 7 } as api.Trial as never

beforeEach(() => {
	vi.useFakeTimers()
	vi.resetAllMocks()
})
afterEach(() => {
	vi.useRealTimers()
	vi.restoreAllMocks()
})

/** A window that was opened, and what happened to it. */
function opens(page: object | null) {
	vi.spyOn(window, 'open').mockReturnValue(page as Window | null)
}

function begin(done = vi.fn(), shared = false) {
	const scope = effectScope()
	return { scope, done, ...scope.run(() => useLoginFlow(done, shared, 1000))! }
}

test('opens the page while the click still counts, waits through an outage, and hands over the account', async () => {
	const page = { opener: window, location: { href: '' }, close: vi.fn() }
	opens(page)
	calls.beginLogin.mockResolvedValue({ id: 'l', url: 'https://nube2/login/v2/flow' })
	calls.pollLogin.mockResolvedValueOnce({ state: 'waiting' }).mockRejectedValueOnce({ isAxiosError: true }).mockResolvedValueOnce({ state: 'done', account })
	const { begin: start, login, done } = begin()
	const started = start('https://nube2')
	expect(window.open).toHaveBeenCalledOnce()
	await started
	expect(page).toMatchObject({ opener: null, location: { href: 'https://nube2/login/v2/flow' } })
	expect(login.value).toEqual({ step: 'waiting', url: 'https://nube2/login/v2/flow', opened: true })
	await vi.advanceTimersByTimeAsync(3500)
	expect(done).toHaveBeenCalledExactlyOnceWith(account)
})

test('a blocked pop-up is told, an address that is no page is never opened', async () => {
	opens(null)
	calls.beginLogin.mockResolvedValue({ id: 'l', url: 'https://nube2/x' })
	const { begin: start, login } = begin()
	await start('https://nube2')
	expect(login.value).toMatchObject({ opened: false })
	const page = { location: { href: '' }, close: vi.fn() }
	opens(page)
	calls.beginLogin.mockResolvedValue({ id: 'l', url: 'javascript:alert(1)' })
	await start('https://nube2')
	expect(login.value.step).toBe('failed')
	expect(page.location.href).toBe('')
	expect(page.close).toHaveBeenCalled()
})

test('cancelled, it asks no more, also when its component is gone', async () => {
	opens(null)
	calls.beginLogin.mockResolvedValue({ id: 'l', url: 'https://nube2/x' })
	calls.pollLogin.mockResolvedValue({ state: 'waiting' })
	const { begin: start, cancel, scope } = begin()
	await start('https://nube2')
	await vi.advanceTimersByTimeAsync(1100)
	cancel()
	await vi.advanceTimersByTimeAsync(5000)
	expect(calls.pollLogin).toHaveBeenCalledOnce()
	await start('https://nube2')
	scope.stop()
	await vi.advanceTimersByTimeAsync(5000)
	expect(calls.pollLogin).toHaveBeenCalledOnce()
})

test('for a shared account the password is asked for before a page is opened, and the administrators’ calls are made', async () => {
	opens(null)
	let confirm = () => {}
	calls.passwordFirst.mockReturnValue(new Promise((resolve) => {
		confirm = resolve
	}))
	calls.beginSharedLogin.mockResolvedValue({ id: 'l', url: 'https://nube2/x' })
	calls.pollSharedLogin.mockResolvedValue({ state: 'done', account })
	const { begin: start, done } = begin(vi.fn(), true)
	const started = start('https://nube2')
	expect(window.open).not.toHaveBeenCalled()
	confirm()
	await started
	expect(window.open).toHaveBeenCalledOnce()
	await vi.advanceTimersByTimeAsync(1100)
	expect(done).toHaveBeenCalledExactlyOnceWith(account)
	expect(calls.beginSharedLogin).toHaveBeenCalledExactlyOnceWith('https://nube2')
	expect(calls.beginLogin).not.toHaveBeenCalled()
	expect(calls.pollLogin).not.toHaveBeenCalled()
})

test('without the password no page is opened and nothing is asked of the other server', async () => {
	opens(null)
	calls.passwordFirst.mockRejectedValue(new Error('Dialog closed'))
	const { begin: start, login } = begin(vi.fn(), true)
	await start('https://nube2')
	expect(login.value).toEqual({ step: 'idle' })
	expect(window.open).not.toHaveBeenCalled()
	expect(calls.beginSharedLogin).not.toHaveBeenCalled()
})
