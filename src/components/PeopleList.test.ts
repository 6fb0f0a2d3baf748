import type { Person } from '../types.ts'

import { flushPromises, mount } from '@vue/test-utils'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import PeopleList from './PeopleList.vue'

const page = window.location.origin
const laura: Person = { id: 'laura@nube2.example', name: 'Laura', avatar: `${page}/ocs/v2.php/apps/spreed/api/v1/proxy/t/user-avatar/64?cloudId=laura%40nube2.example` }

/** The library loads a picture before it shows it; here it is there at once. */
let asked: string[] = []
class Loaded {
	public onload: () => void = () => {}
	public set src(url: string) {
		asked.push(url)
		this.onload()
	}
}
beforeEach(() => {
	asked = []
	vi.stubGlobal('Image', Loaded)
})
afterEach(() => {
	vi.unstubAllGlobals()
})

async function shown(people: readonly Person[], blocked: readonly { id: string, name: string }[] = []) {
	const view = mount(PeopleList, { props: { people, blocked } })
	await flushPromises()
	return view
}

test('a face comes from this server', async () => {
	for (const [avatar, url] of [[laura.avatar, laura.avatar], ['/avatar/laura', `${page}/avatar/laura`]] as const) {
		const view = await shown([{ ...laura, avatar }])
		expect(view.findAll('img').map((image) => image.attributes('src'))).toEqual([url])
		expect(asked).toContain(url)
	}
})

test('never from another one, however it is written: the name stands there alone', async () => {
	for (const avatar of [
		'https://nube2.example/avatar/laura/64',
		'//nube2.example/avatar/laura/64',
		'\\\\nube2.example/avatar',
		page.replace('//', '//localhost@nube2.example#'),
		`${page.replace(/:\d+$/, '')}.nube2.example/avatar`,
		'http://[',
		'data:image/svg+xml,<svg/>',
	]) {
		const view = await shown([{ ...laura, avatar }])
		expect(view.findAll('img'), avatar).toHaveLength(0)
		expect(asked, avatar).toEqual([])
		expect(view.text()).toContain('Laura')
	}
})

test('who is blocked stands there as such, and can be let in again; others can be blocked', async () => {
	const pedro: Person = { id: 'pedro@nube2.example', name: 'Pedro', avatar: null }
	const view = await shown([laura, pedro], [{ id: pedro.id, name: pedro.name }])
	expect(view.text()).toContain('Blocked here')
	await view.find('[aria-label="Unblock Pedro"]').trigger('click')
	await view.find('[aria-label="Block Laura"]').trigger('click')
	expect(view.emitted()).toMatchObject({ unblock: [[pedro.id]], block: [[{ id: laura.id, name: 'Laura' }]] })
})
