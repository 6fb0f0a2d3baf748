/**
 * The only file that knows Talk's page. Puts our section into its conversation settings dialog, and an entry into the menu of each message.
 * Talk offers no place for the first: the dialog and its parts are found by looking (names as of Talk 24 and 25). Where something is not as
 * expected, nothing is put in and nothing breaks; the message's menu and our own page remain.
 */
import { emit } from '@nextcloud/event-bus'
import { generateUrl } from '@nextcloud/router'
import { t } from '../text/t.ts'

/** How the dialog of Nextcloud's Vue library and its sections find each other; the same in Talk's copy of the library and in ours. */
const registrationKey = Symbol.for('NcAppSettingsDialog:registration')
const legacyKey = Symbol.for('NcAppSettingsDialog:legacy')
const dialogSelector = '#conversation-settings-container'
const sectionId = 'talk-relay'

type Bag = Readonly<Record<PropertyKey, unknown>>
const isBag = (value: unknown): value is Bag => (typeof value === 'object' && value !== null) || typeof value === 'function'
function at(value: unknown, ...path: readonly PropertyKey[]): unknown {
	return path.reduce<unknown>((inner, key) => isBag(inner) ? inner[key] : undefined, value)
}

interface Registration {
	registerSection(id: string, name: string, order?: number, icon?: unknown): void
	unregisterSection(id: string): void
}
const isRegistration = (value: unknown): value is Registration => typeof at(value, 'registerSection') === 'function' && typeof at(value, 'unregisterSection') === 'function'

const talk = (): unknown => at(window, 'OCA', 'Talk')

/**
 * Talk's open dialog among Vue's instances: whose conversation it shows, and where sections register.
 * Production builds leave no way from an element to its component.
 */
function findDialog(): { readonly token: string, readonly registration: Registration, readonly legacy: unknown } | undefined {
	const waiting: unknown[] = [at(talk(), 'instance', '$')]
	const seen = new Set<unknown>()
	while (waiting.length > 0) {
		const component = waiting.pop()
		if (!isBag(component) || seen.has(component)) {
			continue
		}
		seen.add(component)
		if (at(component, 'type', 'name') === 'ConversationSettingsDialog') {
			const token = at(component, 'proxy', 'token')
			const provides = at(component, 'subTree', 'component', 'provides')
			const registration = at(provides, registrationKey)
			return typeof token === 'string' && token !== '' && isRegistration(registration) ? { token, registration, legacy: at(provides, legacyKey) } : undefined
		}
		waiting.push(...componentsOf(at(component, 'subTree')))
	}
	return undefined
}

/** The components that a node of Vue's tree holds, suspended and nested ones too. */
function componentsOf(node: unknown): readonly unknown[] {
	if (at(node, 'component')) {
		return [at(node, 'component')]
	}
	const suspended = at(node, 'suspense', 'activeBranch')
	if (suspended) {
		return componentsOf(suspended)
	}
	const children = at(node, 'children')
	return Array.isArray(children) ? children.flatMap(componentsOf) : []
}

/** Only moderators of group and public conversations see it; whether they may is asked of the server. */
function isForModerator(token: string): boolean {
	const conversation = at(talk(), 'instance', '$store', 'getters', 'conversation')
	const room: unknown = typeof conversation === 'function' ? conversation(token) : undefined
	return [1, 2].includes(Number(at(room, 'participantType'))) && [2, 3].includes(Number(at(room, 'type')))
		&& !at(room, 'remoteServer') && at(room, 'objectType') !== 'room' && (Number(at(room, 'attributes') ?? 0) & 4) === 0
}

/** Puts the section into the dialog that is open; answers how to take it out again, or nothing if there is no place for it. */
async function putIn(container: Element): Promise<(() => void) | undefined> {
	const dialog = findDialog()
	const scroller = container.querySelector('.app-settings__content > div')
	if (!dialog || !scroller || !isForModerator(dialog.token)) {
		return undefined
	}
	// Talk's page loads no more of us than this file until somebody opens the dialog.
	const { makeSection } = await import('./section.ts')
	// Sections are numbered as they come, from 1: ours is between Bots and Danger zone.
	const sections = [...scroller.querySelectorAll(':scope > section')]
	const next = sections.findIndex(({ id }) => id === 'settings-section_dangerzone')
	const order = next === -1 ? undefined : next + 0.5
	const place = document.createElement('div')
	scroller.insertBefore(place, sections[next] ?? null)
	const app = makeSection(sectionId, dialog.token)
	// The heading is long; the navigation would cut it off.
	app.provide(registrationKey, {
		registerSection: (id: string, _name: string, _order: number, icon: unknown) => dialog.registration.registerSection(id, t('talk_relay', 'Federation'), order, icon),
		unregisterSection: dialog.registration.unregisterSection,
	} satisfies Registration)
	app.provide(legacyKey, dialog.legacy ?? { value: true })
	app.mount(place)
	return () => {
		app.unmount()
		place.remove()
	}
}

/** What went wrong here is told where developers look, and never reaches Talk. */
function carefully(work: () => unknown): void {
	// Errors of both kinds end here, those thrown at once and those of a promise.
	// eslint-disable-next-line no-console -- for developers; there is nothing that a person could do
	void Promise.resolve().then(work).catch((error: unknown) => console.warn('Talk Relay: Talk’s page is not as expected', error))
}

/** Watches for the dialog: it opens by event, by menu, and by `#settings` in the address before any script of ours runs. */
function watchDialog(): void {
	let open: Element | null = null
	let takeOut: (() => void) | undefined
	// The dialog may still be in the making, and its conversation on the way.
	const fill = async (container: Element, tries: number): Promise<void> => {
		const leave = await putIn(container)
		if (open !== container) {
			leave?.()
		} else if (leave) {
			takeOut = leave
		} else if (tries > 0) {
			window.setTimeout(() => carefully(() => fill(container, tries - 1)), 100)
		}
	}
	const look = (): void => carefully(() => {
		const container = document.querySelector(dialogSelector)
		if (container !== open) {
			const leave = takeOut
			open = container
			takeOut = undefined
			leave?.()
			if (container) {
				carefully(() => fill(container, 30))
			}
		}
	})
	new MutationObserver(look).observe(document.body, { childList: true })
	look()
}

/** In the menu of each message: the dialog at our section, or our own page if the section is not there. */
function addMessageAction(): void {
	const register = at(talk(), 'registerMessageAction')
	if (typeof register === 'function') {
		register({
			label: t('talk_relay', 'Federation settings'),
			icon: 'icon-external',
			callback: ({ metadata }: { readonly metadata?: { readonly token?: string } }) => openFor(metadata?.token ?? ''),
		})
	}
}

function openFor(token: string): void {
	emit('show-conversation-settings', { token })
	const look = (tries: number): void => {
		const section = document.getElementById(`settings-section_${sectionId}`)
		if (section) {
			section.scrollIntoView()
		} else if (tries > 0) {
			window.setTimeout(() => look(tries - 1), 100)
		} else {
			window.location.assign(generateUrl('/apps/talk_relay/room/{token}', { token }))
		}
	}
	look(15)
}

/** Once Talk's own script has run; on pages where there is no Talk, nothing happens. */
export function mountInTalk(): void {
	const start = (): void => {
		if (at(talk(), 'instance')) {
			carefully(addMessageAction)
			carefully(watchDialog)
		}
	}
	if (document.readyState === 'loading') {
		document.addEventListener('DOMContentLoaded', start)
	} else {
		start()
	}
}
