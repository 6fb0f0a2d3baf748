import type { Side } from './api.ts'
import type { SharedFile } from './routes.ts'
import type { Scene } from './scene.ts'

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { setTimeout } from 'node:timers/promises'
import { openColumn } from './column.ts'
import { carryOut, sendFile } from './commands.ts'
import { openDoor } from './door.ts'
import { relayFile } from './relay-file.ts'
import { relayProcess } from './relay-process.ts'
import { openRelayState } from './relay-state.ts'
import { tellRelay, tellSide, watch } from './scene.ts'
import { openSides } from './sides.ts'

export interface FirstLook {
	readonly url: string
	/** The relay's configuration. */
	readonly file: string
	/** Resolves when what is written on the page is carried; or when the relay did not start, which the page then shows. */
	readonly ready: Promise<void>
	/** Ends the relay and both servers and removes what they wrote. */
	close(): Promise<void>
}

/** Starts everything: two servers, the relay between them and the page. `port`: the one that the page gets if it is free. */
export async function openFirstLook(port: number): Promise<FirstLook> {
	const sides = await openSides()
	const folder = mkdtempSync(join(tmpdir(), 'talk-relay-first-look-'))
	const file = join(folder, 'relay.toml')
	const text = relayFile(sides)
	writeFileSync(file, text, { mode: 0o600 })

	const relay = relayProcess(file)
	const state = openRelayState(join(folder, 'state'), sides, () => relay.hasStarted())
	const scene: Scene = { sides, relay, state, columns: { left: openColumn(sides.left), right: openColumn(sides.right) } }
	const door = await openDoor(port, {
		greet: () => [{ is: 'file', path: file, text }, tellSide(scene, 'left'), tellSide(scene, 'right'), tellRelay(scene)],
		async carryOut(command) {
			await carryOut(command, sides, relay)
			if (command.do === 'server') {
				door.tell(tellSide(scene, command.side))
			}
		},
		sendFile: (sent) => sendFile(sent, sides),
		file: (side, id) => openFile(scene, side, id),
	})
	relay.watch(() => door.tell(tellRelay(scene)))
	relay.start()
	const watching = watch(scene, () => door.isWatched(), (told) => door.tell(told))
	return {
		url: door.url,
		file,
		ready: reading(scene),
		async close() {
			await door.close()
			await watching.stop()
			await relay.stop()
			await Promise.all([sides.left.server.close(), sides.right.server.close()])
			state.close()
			rmSync(folder, { recursive: true, force: true })
		},
	}
}

/** A message that is written before a room was read for the first time stays where it is: reading begins at the newest. */
async function reading({ relay, state }: Scene): Promise<void> {
	for (let waited = 0; waited < 20_000 && relay.state() === 'running' && !state.reads(); waited += 50) {
		await setTimeout(50)
	}
}

/** As the person's browser would fetch it: from their own server. */
async function openFile({ sides, columns }: Scene, side: Side, id: string): Promise<SharedFile | undefined> {
	const known = columns[side].file(id)
	if (known?.path === undefined) {
		return undefined
	}
	const { body } = await sides[side].reader.download(known.path)
	return body === null ? undefined : { name: known.name, mime: known.mimetype ?? '', body: Readable.fromWeb(body) }
}
