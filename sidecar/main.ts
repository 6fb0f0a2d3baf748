import process from 'node:process'
import { runCommand } from './commands/index.ts'
import { parseCommandLine } from './config/command-line.ts'
import { networks } from './networks/index.ts'

const invocation = parseCommandLine(process.argv.slice(2))
if ('message' in invocation) {
	(invocation.exitCode === 0 ? process.stdout : process.stderr).write(`${invocation.message}\n`)
	process.exit(invocation.exitCode)
}
process.exit(await runCommand(invocation.command, invocation.options, { networks: networks(), env: process.env }))
