import { Failure } from '../../core/failure.ts'
import { accountId, roomId } from '../../core/ids.ts'
import { plain, textOf } from '../../core/richtext.ts'
import { networkContract } from '../contract.test-help.ts'
import { fakeHost, hurried } from '../nctalk/host.fake.ts'
import { memoryNetwork } from './index.ts'
import { memoryServer } from './server.ts'

networkContract('memory', async () => {
	const server = memoryServer('a.example')
	const network = memoryNetwork([server])
	const host = fakeHost(hurried, accountId('memory.a'))
	const session = network.open({ server: 'a.example', login: 'bridge' }, host)
	session.join('one')
	await host.until('reading', () => host.cursors.has(roomId(host.account, 'one')))
	const refuse = (then: 'closeRoom' | 'closeAccount') => (): never => {
		throw new Failure({ then }, 'refused')
	}
	return {
		host,
		address: 'one',
		session,
		say: async (text, replyTo) => server.post('one', 'ana', textOf(text.trim()), replyTo === undefined ? {} : { replyTo }).id,
		standing: async () => server.room('one').messages.filter((message) => !message.deleted)
			.map((message) => ({ id: message.id, text: message.nick + plain(message.text), replyTo: message.replyTo })),
		async kick() {
			server.before = refuse('closeRoom')
		},
		badLogin(other) {
			server.before = refuse('closeAccount')
			return network.open({ server: 'a.example', login: 'nobody' }, other)
		},
		async close() {
			host.stop()
			await session.close()
		},
	}
})
