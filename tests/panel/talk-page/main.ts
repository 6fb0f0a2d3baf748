import { subscribe } from '@nextcloud/event-bus'
import { createApp, defineComponent, h, Suspense } from 'vue'
import NcAppSettingsDialog from '@nextcloud/vue/components/NcAppSettingsDialog'
import NcAppSettingsSection from '@nextcloud/vue/components/NcAppSettingsSection'

const sections = ['basic-info', 'notifications', 'permissions', 'bots', 'dangerzone']

/** Those parts of Talk's page that the panel's way into it depends on: names, nesting, events, and the store's getter. */
const ConversationSettingsDialog = defineComponent({
	name: 'ConversationSettingsDialog',
	data: () => ({ open: false, token: '' }),
	mounted() {
		subscribe('show-conversation-settings', this.show as (event: unknown) => void)
		if (window.location.hash === '#settings') {
			this.show({ token: 'nb9xk3d2' })
		}
	},
	methods: {
		show({ token }: { token: string }) {
			this.token = token
			this.open = true
		},
	},
	render() {
		return this.open
			? h(NcAppSettingsDialog, {
					id: 'conversation-settings-container',
					open: true,
					name: 'Conversation settings',
					showNavigation: true,
					legacy: true,
					noVersion: true,
					'onUpdate:open': (open: boolean) => { this.open = open },
				}, {
					default: () => sections.map((id) => h(NcAppSettingsSection, { id, name: id, key: id }, () => h('p', `Settings of ${id}`))),
				})
			: null
	},
})

const actions: { label: string, callback: (about: unknown) => void }[] = []
const participantType = Number(new URLSearchParams(window.location.search).get('participantType') ?? 1)
const app = createApp(defineComponent({
	name: 'App',
	render: () => h(Suspense, () => h('div', [h('h1', 'Talk'), h(ConversationSettingsDialog)])),
}))
app.config.globalProperties.$store = { getters: { conversation: (token: string) => ({ token, participantType, type: 2 }) } }
const instance = app.mount('#content')
const registerMessageAction = (action: typeof actions[number]): unknown => actions.push(action)
Object.assign(window, { OCA: { Talk: { instance, registerMessageAction } }, messageActions: actions })
