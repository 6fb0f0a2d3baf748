/*
 * The contract of every network, for nctalk: on live servers too.
 */
import { after, before } from 'node:test'
import { accountId, messageId, roomId } from '../../sidecar/core/ids.ts'
import { usualPace } from '../../sidecar/core/pace.ts'
import { networkContract } from '../../sidecar/networks/contract.test-help.ts'
import { fakeHost, hurried } from '../../sidecar/networks/nctalk/host.fake.ts'
import { nctalk } from '../../sidecar/networks/nctalk/index.ts'
import { servers } from '../support/talk.ts'

let lab: Awaited<ReturnType<typeof servers>>
before(async () => {
	lab = await servers()
})
after(() => lab.close())

networkContract('nctalk', async () => {
	const room = await lab.a.newRoom()
	const host = fakeHost(lab.live ? usualPace : hurried, accountId('nctalk.a'))
	const login = {
		server: lab.a.url,
		login: lab.a.bot.user,
		password: lab.a.bot.password,
		skipTlsVerify: false,
		separateDisplayName: false,
		caFile: undefined,
		proxy: undefined,
		liveRooms: 4,
	}
	const session = nctalk().open(login, host)
	session.join(room.token)
	await host.until('reading', () => host.cursors.has(roomId(host.account, room.token)), 20_000)
	return {
		host,
		address: room.token,
		session,
		async say(text, replyTo) {
			const { id } = await room.owner.post(text, replyTo === undefined ? {} : { replyTo: Number(replyTo) })
			return messageId(id)
		},
		async standing() {
			return (await room.owner.said()).map(({ id, message, parent }) => ({
				id: messageId(id),
				text: message,
				replyTo: parent === undefined ? undefined : messageId(parent.id),
			}))
		},
		kick: () => room.owner.expel(lab.a.bot.user),
		badLogin: (other) => nctalk().open({ ...login, password: 'wrong-password' }, other),
		async close() {
			host.stop()
			await session.close()
			await room.delete()
		},
	}
})
