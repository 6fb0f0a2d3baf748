import type { Files } from '../../config/secrets.ts'
import type { ImportResult } from '../api.ts'
import type { Desk } from '../desk.ts'
import type { Route } from '../route.ts'

import * as v from 'valibot'
import { readConfig } from '../../config/read.ts'
import { partsOf } from '../../core/ids.ts'
import { ok, read } from '../route.ts'

const schema = v.object({ toml: v.pipe(v.string(), v.maxLength(1_000_000)) })
const name = 'matterbridge.toml'

/** The text alone: what somebody uploads must not make the relay read files or the environment of this machine. */
function onlyThis(toml: string): Files {
	return {
		read(path) {
			if (path !== name) {
				throw Object.assign(new Error('files are not read here'), { code: 'EACCES' })
			}
			return toml
		},
		mode: () => 0o600,
	}
}

/** What a `matterbridge.toml` would become. Its secrets are in the answer, for PHP stores them; nowhere else. */
export function importToml({ networks }: Pick<Desk, 'networks'>): Route {
	return {
		method: 'POST',
		path: '/relay/import',
		handle({ body }) {
			const { toml } = read(schema, body)
			const known = networks.filter(({ id }) => id !== 'local')
			const { config, findings } = readConfig(name, { networks: known, env: {}, files: onlyThis(toml), stateFolder: '/' })
			const result: ImportResult = {
				accounts: (config?.accounts ?? []).map(({ id, network, settings }) => ({ label: id, network, settings })),
				gateways: (config?.gateways ?? []).map((gateway) => ({
					name: gateway.name,
					members: gateway.members.flatMap(({ room, direction, nickFormat }) => {
						const { account, address } = partsOf(room)
						return direction === 'none' ? [] : [{ account, address, direction, nickFormat }]
					}),
				})),
				findings: findings
					// Said about a file that stays where it is; this one does not.
					.filter(({ what }) => !what.includes('"matterbridge" in it'))
					.map(({ severity, line, what, remedy }) => ({ severity, ...(line !== undefined && { line }), what, remedy })),
			}
			return ok(result)
		},
	}
}
