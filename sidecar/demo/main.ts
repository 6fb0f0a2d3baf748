/** The first look: two built-in Talk servers, the relay between them, and a page that shows them side by side. */
import process from 'node:process'

// Node says of parts that it ships and that we rely on that they may change; a newcomer can do nothing about it.
process.removeAllListeners('warning')
process.on('warning', (warning) => warning.name === 'ExperimentalWarning' || process.stderr.write(`${warning.stack}\n`))

const { openFirstLook } = await import('./first-look/first-look.ts')

const wanted = Number(process.env.PORT || 8080)
if (!Number.isInteger(wanted) || wanted < 0 || wanted > 65535) {
	process.stderr.write(`PORT=${process.env.PORT} is no port: write a number from 0 to 65535, or nothing for 8080.\n`)
	process.exit(2)
}

const firstLook = await openFirstLook(wanted)
let ending = false
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
	process.on(signal, () => {
		if (!ending) {
			ending = true
			process.stdout.write('\n  Ending …\n')
			firstLook.close().then(() => process.exit(0), (error: unknown) => {
				process.stderr.write(`${String(error)}\n`)
				process.exit(1)
			})
		}
	})
}

await firstLook.ready
if (!ending) {
	process.stdout.write(`
  Talk Relay: the first look

  Open this page in a browser on this machine:

      ${firstLook.url}

  It shows two small Talk servers, which came with this program, and the relay between them.
  The file that makes two conversations one: ${firstLook.file}

  Ctrl+C ends everything and leaves nothing behind.

`)
}
