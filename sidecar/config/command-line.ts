import type { ServeOptions } from './serve-options.ts'

import { parseArgs } from 'node:util'
import { didYouMean } from './nearest.ts'
import { readServeOptions } from './serve-options.ts'

/** Exit codes, after sysexits.h where it has one, so that a unit can tell a wrong file (which no restart mends) from a failure. */
export const exits = { fine: 0, failed: 1, usage: 64, config: 78 } as const

const commands = {
	run: 'relays until it is stopped; SIGHUP takes up a changed file',
	serve: 'relays for the Nextcloud app, which says what is joined with what',
	check: 'reads the file, tells all that is wrong with it, and ends; --online also logs in',
	status: 'tells what waits, what was set aside, and which rooms and accounts are closed',
	'send-test': 'sends one test message through each gateway, or through --gateway NAME',
	version: 'tells which version this is',
} as const

export type Command = keyof typeof commands

export interface Options {
	/** The path of the configuration file, as given. Empty for `version`. */
	readonly config: string
	/** Goes before the file's StateDir; as given, so relative to where the relay was started. */
	readonly state?: string
	readonly gateway?: string
	readonly online: boolean
	readonly json: boolean
	/** Of `serve`. */
	readonly serve?: ServeOptions
}

export type Invocation
	= | { readonly command: Command, readonly options: Options }
	/** To be printed – help to stdout, an error to stderr – and ended with. */
		| { readonly message: string, readonly exitCode: number }

const flags = {
	config: { type: 'string', short: 'c', for: ['run', 'check', 'status', 'send-test'], says: 'FILE     Matterbridge\'s file, or one like docs/relay.sample.toml' },
	state: { type: 'string', for: ['run', 'serve', 'check', 'status', 'send-test'], says: 'DIR       where the relay keeps its state, instead of the file\'s StateDir' },
	app: { type: 'string', for: ['serve'], says: 'URL         Nextcloud\'s address; several are tried in turn. URL#NAME says NAME as the Host header' },
	'secret-file': { type: 'string', for: ['serve'], says: 'FILE the secret shared with the app; or TALK_RELAY_SECRET, or systemd\'s credential "secret"' },
	socket: { type: 'string', for: ['serve'], says: 'PATH     the socket on which the app asks the relay' },
	listen: { type: 'string', for: ['serve'], says: 'HOST:PORT instead of a socket, where the web server is another machine' },
	'host-header': { type: 'string', for: ['serve'], says: 'NAME what to say as Host where no NAME stands after the address' },
	ca: { type: 'string', for: ['serve'], says: 'FILE         the authority that signed Nextcloud\'s certificate (PEM)' },
	insecure: { type: 'boolean', for: ['serve'], says: '       do not check Nextcloud\'s certificate' },
	log: { type: 'string', for: ['serve'], says: 'FILE        instead of standard output' },
	gateway: { type: 'string', for: ['send-test'], says: 'NAME    one gateway only' },
	online: { type: 'boolean', for: ['check'], says: '         log in, and tell for each room what can be carried' },
	json: { type: 'boolean', for: ['check', 'status', 'version'], says: '           for programs to read' },
	help: { type: 'boolean', short: 'h', for: Object.keys(commands), says: '           this' },
} as const

type Flag = keyof typeof flags

/** Matterbridge's way of writing options: `-conf FILE`, `-version`. */
const modern = (argument: string): string => /^-[a-z]{2,}/.test(argument) ? argument.replace(/^-conf(?=$|=)/, '--config').replace(/^-(?!-)/, '--') : argument

const isCommand = (word: string): word is Command => Object.hasOwn(commands, word)
const isFlag = (word: string): word is Flag => Object.hasOwn(flags, word)

function wrong(what: string): Invocation {
	return { message: `talk-relay: ${what}\nWrite talk-relay --help for all that it can do.`, exitCode: exits.usage }
}

const usage = `talk-relay COMMAND --config FILE
talk-relay serve --app URL --secret-file FILE --socket PATH

Makes one conversation out of Nextcloud Talk rooms on separate servers.

${Object.entries(commands).map(([name, says]) => `  ${name.padEnd(10)} ${says}`).join('\n')}

${Object.entries(flags).map(([name, { says }]) => `  --${name} ${says}`).join('\n')}

Exit codes: ${exits.fine} fine, ${exits.failed} failed, ${exits.usage} wrong use, ${exits.config} the file has problems.`

/** What a person typed after `talk-relay`: what to do, or what to tell them. */
export function parseCommandLine(args: readonly string[]): Invocation {
	const { tokens } = parseArgs({ args: args.map(modern), options: flags, strict: false, allowPositionals: true, tokens: true })
	const words = tokens.flatMap((token) => token.kind === 'positional' ? [token.value] : [])
	const given = tokens.filter((token) => token.kind === 'option')
	if (words[0] === 'help' || given.some(({ name }) => name === 'help') || args.length === 0) {
		return { message: usage, exitCode: args.length === 0 ? exits.usage : exits.fine }
	}
	const [command, ...rest] = words
	if (command === undefined) {
		return wrong(`what is it to do? ${Object.keys(commands).join(', ')}`)
	}
	if (!isCommand(command)) {
		return wrong(`there is no command ${command}${didYouMean(command, Object.keys(commands))}`)
	}
	const values = new Map<Flag, string>()
	const apps: string[] = []
	for (const { name, rawName, value } of given) {
		if (!isFlag(name)) {
			return wrong(`there is no option ${rawName}${didYouMean(name, Object.keys(flags)).replace('"', '"--')}`)
		}
		if (!flags[name].for.some((one) => one === command)) {
			return wrong(`--${name} is for ${flags[name].for.join(', ')}, not for ${command}`)
		}
		if (flags[name].type === 'string' && (value ?? '') === '') {
			return wrong(`--${name} needs a value: --${name} ${flags[name].says.split(' ')[0]}`)
		}
		if (flags[name].type === 'boolean' && value !== undefined) {
			return wrong(`--${name} takes no value`)
		}
		values.set(name, value ?? '')
		apps.push(...name === 'app' ? [value ?? ''] : [])
	}
	if (rest[0] !== undefined) {
		return wrong(values.has('config') ? `what is "${rest[0]}"?` : `write --config ${rest[0]}`)
	}
	if (command === 'serve') {
		const serve = readServeOptions(apps, (flag) => values.get(flag), values.has('insecure'))
		return 'wrong' in serve ? wrong(serve.wrong) : { command, options: { config: '', online: false, json: false, serve } }
	}
	const config = values.get('config') ?? ''
	if (config === '' && command !== 'version') {
		return wrong(`which file? talk-relay ${command} --config FILE`)
	}
	const [state, gateway] = [values.get('state'), values.get('gateway')]
	return {
		command,
		options: {
			config,
			online: values.has('online'),
			json: values.has('json'),
			...(state !== undefined && { state }),
			...(gateway !== undefined && { gateway }),
		},
	}
}
