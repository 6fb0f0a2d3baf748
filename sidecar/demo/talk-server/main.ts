import type { TalkServerOptions } from './server.ts'

import { readFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { isTalkVersion } from './capabilities.ts'
import { startTalkServer } from './server.ts'

const usage = `A small Talk server for tests and for a first look. Not for real conversations.

node sidecar/demo/talk-server/main.ts [--port 8081] [--bind 127.0.0.1] [--name "Nube 1"] [--talk 24] [--data FILE]
  [--person uid[:Display name[:password[:appPassword]]]]…   without passwords: <uid>-password and <uid>-app-password
  [--room token:Name:owner,member,member…]…
  [--options FILE]    a JSON file of startTalkServer's options; what stands on the command line wins
  [--clock-offset MS] [--workers N] [--control]

Prints {"url","name"} as one line of JSON when it listens. Ends on SIGTERM and SIGINT.`

const { values } = parseArgs({
	options: {
		port: { type: 'string' },
		bind: { type: 'string' },
		name: { type: 'string' },
		talk: { type: 'string' },
		data: { type: 'string' },
		person: { type: 'string', multiple: true },
		room: { type: 'string', multiple: true },
		options: { type: 'string' },
		'clock-offset': { type: 'string' },
		workers: { type: 'string' },
		control: { type: 'boolean' },
		help: { type: 'boolean', short: 'h' },
	},
})

function options(): TalkServerOptions {
	const fromFile = values.options === undefined ? {} : JSON.parse(readFileSync(values.options, 'utf8')) as TalkServerOptions
	const people = values.person?.map((text) => {
		const [uid = '', displayName, password, appPassword] = text.split(':')
		return { uid, ...displayName && { displayName }, ...password && { password }, ...appPassword && { appPassword } }
	})
	const rooms = values.room?.map((text) => {
		const [token = '', name = token, members = ''] = text.split(':')
		return { token, name, members: members.split(',').map((uid, index) => index === 0 ? { uid, type: 1 } as const : { uid }) }
	})
	if (values.talk !== undefined && !isTalkVersion(values.talk)) {
		throw new Error(`--talk ${values.talk}: no such version is known`)
	}
	const number = (text: string | undefined): number | undefined => text === undefined ? undefined : Number(text)
	const given = {
		port: number(values.port),
		bind: values.bind,
		name: values.name,
		version: values.talk === undefined ? undefined : Number(values.talk),
		data: values.data,
		people,
		rooms,
		clockOffset: number(values['clock-offset']),
		workers: number(values.workers),
		control: values.control,
	}
	return { ...fromFile, ...Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) }
}

if (values.help) {
	process.stdout.write(`${usage}\n`)
} else {
	const server = await startTalkServer(options())
	process.stdout.write(`${JSON.stringify({ url: server.url, name: server.name })}\n`)
	for (const signal of ['SIGTERM', 'SIGINT'] as const) {
		process.once(signal, () => void server.close().then(() => process.exit(0)))
	}
}
