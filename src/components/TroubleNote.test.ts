import type { Trouble } from '../trouble.ts'

import { mount } from '@vue/test-utils'
import { expect, test } from 'vitest'
import TroubleNote from './TroubleNote.vue'

test('tells of what went wrong, and of nothing that the person ended', () => {
	const said = (trouble: Trouble | undefined): string => mount(TroubleNote, { props: { trouble } }).text()
	expect(said({ kind: 'missing' })).toBe('This is no longer there.')
	expect(mount(TroubleNote, { props: { trouble: { kind: 'cancelled' } } }).find('*').exists()).toBe(false)
	expect(said(undefined)).toBe('')
})
