// SPDX-FileCopyrightText: 2026 Talk Relay contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

/**
 * launcher.mjs <folder> <output> <program> <arguments…>: starts a program in a session of its own and prints `pid <number>`.
 * Node marks all that it inherited as not to be passed on before it runs a line, so nothing of PHP's gets through.
 */
import { spawn } from 'node:child_process'
import { openSync } from 'node:fs'
import process from 'node:process'

const [folder, output, program, ...rest] = process.argv.slice(2)
const file = openSync(output, 'w', 0o600)
const child = spawn(program, rest, { cwd: folder, detached: true, stdio: ['ignore', file, file] })
child.on('error', ({ message }) => {
	process.stdout.write(`${message}\n`)
	process.exitCode = 1
})
child.on('spawn', () => {
	process.stdout.write(`pid ${child.pid}\n`)
	child.unref()
})
