export type PageKind = 'talk' | 'room' | 'admin'

export interface Look {
	readonly theme?: 'light' | 'dark'
	readonly dir?: 'ltr' | 'rtl'
	readonly language?: string
	/** l10n/es.js as it is shipped; empty for English. */
	readonly translations?: string
}

function state(app: string, key: string, value: unknown): string {
	return `<input type="hidden" id="initial-state-${app}-${key}" value="${Buffer.from(JSON.stringify(value)).toString('base64')}">`
}

/** What Nextcloud's own page holds before an app's script runs. `talk`: a conversation with Talk's settings dialog. */
export function pageOf(kind: PageKind, { theme = 'light', dir = 'ltr', language = 'en', translations = '' }: Look): string {
	// The password was confirmed a moment ago, by Nextcloud's count.
	const globals = `
		window._oc_webroot = ''
		window._oc_appswebroots = { talk_relay: '' }
		window._oc_config = { modRewriteWorking: true, version: '34.0.1' }
		window._oc_capabilities = {}
		window.backendAllowsPasswordConfirmation = true
		window.nc_lastLogin = Date.now() / 1000
		window.nc_pageLoad = Date.now() / 1000
		window.OC = { config: window._oc_config, webroot: '', debug: false, appswebroots: {}, isUserAdmin: () => true,
			L10N: { register: (app, bundle) => { (window._oc_l10n_registry_translations ??= {})[app] = bundle } } }
		window.OCA = {}
	`
	const body: Record<PageKind, string> = {
		talk: '<div id="content"></div><div id="talk"></div>',
		room: '<div id="content" class="app-talk_relay"></div>',
		admin: '<main id="app-content" class="settings"><h2 class="hidden-visually">Talk</h2><div id="talk-relay-admin"></div></main>',
	}
	const scripts = [...kind === 'talk' ? ['/talk-page/talk-page.mjs'] : [], `/js/talk_relay-${kind}.mjs`]
	const styles = ['/nextcloud.css', `/css/talk_relay-${kind}.css`, ...kind === 'talk' ? ['/talk-page/talk-page.css'] : []]
	return `<!doctype html>
<html lang="${language}" dir="${dir}" data-locale="${language}">
<head data-requesttoken="token" data-user="marcos" data-user-displayname="Marcos">
<meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Nextcloud</title>
${styles.map((href) => `<link rel="stylesheet" href="${href}">`).join('\n')}
<script>${globals}</script><script>${translations}</script>
</head>
<body id="body-user" data-themes="${theme}" data-theme-${theme}>
${state('talk_relay', 'token', 'nb9xk3d2')}
${body[kind]}
${scripts.map((src) => `<script type="module" src="${src}"></script>`).join('\n')}
</body></html>`
}
