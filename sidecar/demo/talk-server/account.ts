import type { Ocs } from './ocs.ts'
import type { Request } from './request.ts'

import { capabilities } from './capabilities.ts'
import { ok } from './ocs.ts'
import { inputOf } from './request.ts'

/** `GET cloud/capabilities` */
export const serverCapabilities = ({ world, person }: Request): Ocs => ok(capabilities(world.abilities, person, world.url()))

/** `GET cloud/user` */
export function currentUser({ person }: Request): Ocs {
	return ok({
		enabled: true,
		id: person.uid,
		backend: 'Database',
		subadmin: [],
		quota: { free: -3, used: 0, total: -3, relative: 0, quota: -3 },
		email: null,
		displayname: person.displayName,
		'display-name': person.displayName,
		groups: [],
		language: 'en',
		locale: '',
		backendCapabilities: { setDisplayName: true, setPassword: true },
	})
}

const settings = ['read_status_privacy', 'typing_privacy', 'attachment_folder', 'play_sounds', 'chat_style']

/** `POST apps/spreed/api/v1/settings/user`; only the read privacy has an effect. */
export function setUserSetting(request: Request): Ocs {
	const { world, person } = request
	const input = inputOf(request)
	const [key, value] = [input.required('key'), input.number('value', -1)]
	if (!settings.includes(key) || (key.endsWith('_privacy') && value !== 0 && value !== 1)) {
		return { status: 400, data: null }
	}
	if (key === 'read_status_privacy') {
		person.readPrivacy = value === 1 ? 1 : 0
		world.store.apply({ kind: 'person', value: person })
	}
	return ok(null)
}
