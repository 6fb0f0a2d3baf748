import { messageId, roomId } from '../../core/ids.ts'
import { openMailbox } from '../../door/mailbox.ts'
import { networkContract } from '../contract.test-help.ts'
import { localNetwork } from './index.ts'
import { settings, token, trial } from './trial.test-help.ts'

networkContract('local', async () => {
	const made = await trial()
	const { world, app, host, session } = made
	session.join(token)
	await host.until('reading', () => host.cursors.has(roomId(host.account, token)))
	return {
		host,
		address: token,
		session,
		async say(text, replyTo) {
			const parent = replyTo === undefined ? undefined : world.messages.get(Number(replyTo))
			return messageId(world.say(token, 'marcos', text.trim(), parent && { parent }).id)
		},
		standing: async () => [...world.messages.values()].filter((message) => message.deleted !== true && message.systemMessage === '').map((message) => ({
			id: messageId(message.id),
			text: message.message,
			replyTo: message.parent && messageId(message.parent.id),
		})),
		async kick() {
			world.rooms.delete(token)
		},
		badLogin(other) {
			app.secret = 'cd'.repeat(32)
			return localNetwork({ door: made.door, mailbox: openMailbox() }).open(settings, other)
		},
		close: made.close,
	}
})
