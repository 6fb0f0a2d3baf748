import type { Finding } from './config.ts'
import type { Reading } from './read.ts'

import { readFileSync } from 'node:fs'
import { readConfig } from './read.ts'
import { testNetwork } from './test-network.ts'

export const sample = (name: string): string => readFileSync(new URL(`samples/${name}`, import.meta.url), 'utf8')
export const tutorial = sample('tutorial.toml')

/** What is around the file that is read: other files by their paths, and the permissions of all. */
export interface Around {
	readonly env?: Readonly<Record<string, string>>
	readonly files?: Readonly<Record<string, string>>
	readonly mode?: number
	readonly stateFolder?: string
}

/** Reads a text as `/etc/relay.toml`. For the tests of this folder. */
export function reading(text: string, { env = {}, files = {}, mode = 0o600, stateFolder }: Around = {}): Reading {
	const all: Record<string, string> = { '/etc/relay.toml': text, ...files }
	return readConfig('/etc/relay.toml', {
		networks: [testNetwork],
		env: { HOME: '/home/ana', ...env },
		files: {
			read(path) {
				if (all[path] === undefined) {
					throw Object.assign(new Error(`no such file ${path}`), { code: 'ENOENT' })
				}
				return all[path]
			},
			mode: () => mode,
		},
		...(stateFolder !== undefined && { stateFolder }),
	})
}

export const short = ({ severity, line, what }: Finding): string => `${severity} ${line ?? '-'}: ${what}`
