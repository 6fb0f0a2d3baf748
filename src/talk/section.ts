import type { App } from 'vue'

import { createApp, h } from 'vue'
import NcAppSettingsSection from '@nextcloud/vue/components/NcAppSettingsSection'
import FederatePanel from '../views/FederatePanel.vue'
import { t } from '../text/t.ts'

/** The panel as a section of a settings dialog; it wants that dialog's registration provided. */
export function makeSection(id: string, token: string): App {
	return createApp({
		render: () => h(NcAppSettingsSection, { id, name: t('talk_relay', 'Federate this conversation') }, () => h(FederatePanel, { token })),
	})
}
