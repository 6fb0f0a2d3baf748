/**
 * Records the app's answers on live servers for the panel's tests, into tests/panel/recorded.json:
 *
 *     TALK_SERVERS=servers.json node tests/federation/record.ts
 */
import { writeFileSync } from 'node:fs'
import { stage } from './harness.ts'
import { cannotInstall } from './nextcloud.ts'
import { makeRecording } from './recording.ts'

const why = cannotInstall()
if (why !== false) {
	throw new Error(`Recording ${why}`)
}
const scene = await stage()
try {
	writeFileSync(new URL('../panel/recorded.json', import.meta.url), `${JSON.stringify(await makeRecording(scene), undefined, '\t')}\n`)
} finally {
	await scene.close()
}
