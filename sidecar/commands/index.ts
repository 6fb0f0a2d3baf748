import type { Substitutes } from '../compose.ts'
import type { Command, Options } from '../config/command-line.ts'
import type { Config } from '../config/config.ts'
import type { Context, Reading } from '../config/read.ts'
import type { Network } from '../core/network.ts'

import process from 'node:process'
import { exits } from '../config/command-line.ts'
import { readConfig } from '../config/read.ts'
import { checkJson, checkReport, findingLine } from '../config/report.ts'
import { secretsIn } from '../config/secrets.ts'
import { createLog } from '../control/log.ts'
import { version } from '../core/version.ts'
import { checkOnline } from './check-online.ts'
import { run } from './run.ts'
import { sendTest } from './send-test.ts'
import { serveCommand } from './serve/index.ts'
import { readStatus, statusLines } from './status.ts'

export interface CommandParts {
	readonly networks: readonly Network[]
	readonly env: Context['env']
	/** Tests put something in the place of the usual. */
	readonly instead?: Substitutes
}

const print = (text: string): void => void process.stdout.write(`${text}\n`)
const complain = (text: string): void => void process.stderr.write(`${text}\n`)

function check(file: string, { config, findings }: Reading, json: boolean): number {
	print(json ? checkJson(config, findings) : checkReport(file, config, findings))
	return config === undefined ? exits.config : exits.fine
}

function status(config: Config, json: boolean): number {
	const found = readStatus(config.stateFolder)
	if (found === undefined) {
		complain(`there is no state in ${config.stateFolder}: the relay has not run with this file yet`)
		return exits.failed
	}
	print(json ? JSON.stringify(found, null, 2) : statusLines(found).join('\n'))
	return exits.fine
}

async function runRelay(config: Config, reading: () => Reading, { networks, instead }: CommandParts): Promise<number> {
	const log = createLog(config.log)
	log.hideSecrets(secretsIn(config, networks))
	reading().findings.filter(({ severity }) => severity === 'warning').forEach((finding) => log.warn(findingLine(finding)))
	const reread = (): Config | undefined => {
		const again = reading()
		again.findings.filter(({ severity }) => severity !== 'note').forEach((finding) => log.warn(findingLine(finding)))
		if (again.config !== undefined) {
			log.hideSecrets(secretsIn(again.config, networks))
		}
		return again.config
	}
	const code = await run(config, { networks, log, reread, ...(instead === undefined ? {} : { instead }) })
	log.close()
	return code
}

/** Does what the command line says; the exit code. */
export async function runCommand(command: Command, options: Options, parts: CommandParts): Promise<number> {
	if (command === 'version') {
		print(options.json ? JSON.stringify({ version }) : version)
		return exits.fine
	}
	if (command === 'serve') {
		return options.serve === undefined ? exits.usage : serveCommand(options.serve, parts)
	}
	const { networks, env } = parts
	const context: Context = { networks, env, ...(options.state === undefined ? {} : { stateFolder: options.state }) }
	const reading = (): Reading => readConfig(options.config, context)
	const first = reading()
	if (command === 'check' && (!options.online || first.config === undefined)) {
		return check(options.config, first, options.json)
	}
	if (first.config === undefined) {
		complain(checkReport(options.config, undefined, first.findings))
		return exits.config
	}
	const { config } = first
	switch (command) {
		case 'check': {
			check(options.config, first, options.json)
			return await checkOnline(config, parts.networks, print) ? exits.fine : exits.failed
		}
		case 'status': return status(config, options.json)
		case 'send-test': return await sendTest(config, parts.networks, options.gateway, print) ? exits.fine : exits.failed
		case 'run': return runRelay(config, reading, parts)
		default: return command satisfies never
	}
}
