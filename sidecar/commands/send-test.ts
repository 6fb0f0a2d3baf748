import type { Config } from '../config/config.ts'
import type { Network } from '../core/network.ts'

import { randomBytes } from 'node:crypto'
import { failureOf } from '../core/failure.ts'
import { partsOf, personId } from '../core/ids.ts'
import { keyOf } from '../core/mark.ts'
import { textOf } from '../core/richtext.ts'
import { visit } from './visit.ts'

const author = { id: personId('relay'), name: 'Talk Relay', login: 'relay' }

/** 12 characters of the alphabet that keys take. */
const word = (): string => [...randomBytes(12)].map((byte) => 'abcdefghijklmnopqrstuvwxyz234567'[byte % 32]).join('')

/**
 * Sends one message to every room of the gateways that the relay may write to, and tells what became of each. The messages carry a
 * relay's mark, so a running relay does not carry them on. True if all arrived.
 */
export async function sendTest(
	config: Config,
	networks: readonly Network[],
	only: string | undefined,
	print: (line: string) => void,
): Promise<boolean> {
	const gateways = config.gateways.filter(({ name }) => only === undefined || name === only)
	if (gateways.length === 0) {
		print(`there is no gateway ${only ?? ''}; there are: ${config.gateways.map(({ name }) => name).join(', ')}`)
		return false
	}
	const visited = visit({ ...config, gateways }, networks, print)
	await visited.reports(40_000)
	let well = true
	for (const gateway of gateways) {
		for (const { room } of gateway.members.filter(({ direction }) => direction !== 'in')) {
			const { account, address } = partsOf(room)
			const text = textOf(`This is a test of the gateway ${gateway.name}: it is joined with ${gateway.members.length - 1} other conversation(s).`)
			try {
				const session = visited.sessions.get(account)
				const letter = { key: keyOf(word(), 1, 0), address, nick: '', author, text, files: [], silent: true, at: Date.now(), mentionEveryone: false }
				const ids = await session?.send(letter)
				print(`sent  ${room}${ids?.[0] === undefined ? '' : ` (message ${ids[0]})`}`)
			} catch (error) {
				well = false
				print(`WRONG ${room}: ${failureOf(error).message}`)
			}
		}
	}
	await visited.close()
	return well
}
