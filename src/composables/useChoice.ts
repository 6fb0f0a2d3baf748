import type { Ref } from 'vue'
import type { Account, Conversation, Direction, NewMember, TestResult } from '../types.ts'
import type { Task } from './useTask.ts'

import { computed, ref, watch } from 'vue'
import * as api from '../api.ts'
import { serverName } from '../text/amounts.ts'
import { readRoomLink, sameServer } from '../text/room-link.ts'
import { t } from '../text/t.ts'
import { useTask } from './useTask.ts'

/** As people know it from chats: what the server takes, too, where nobody says. */
const usualNickFormat = '[{NICK}] '

export interface Choice {
	/** What stands in the field: a link, or a room's address. */
	readonly written: Ref<string>
	/** The room's address on its network; empty while none is chosen or what is written can't be one. */
	readonly address: Readonly<Ref<string>>
	readonly wrong: Readonly<Ref<string | undefined>>
	readonly direction: Ref<Direction>
	readonly nickFormat: Ref<string>
	readonly conversations: Readonly<Ref<readonly Conversation[] | undefined>>
	readonly result: Readonly<Ref<TestResult | undefined>>
	readonly listing: Task
	readonly testing: Task
	readonly joining: Task
	list(): Promise<void>
	choose(conversation: Conversation): Promise<void>
	test(): Promise<void>
	join(add: (member: NewMember) => Promise<void>): Promise<boolean>
}

/** The choice of a room of this account: listed or written, tested, joined. */
export function useChoice(account: Account, link = ''): Choice {
	const written = ref(link)
	const direction = ref<Direction>('inout')
	const nickFormat = ref(usualNickFormat)
	const conversations = ref<readonly Conversation[]>()
	const result = ref<TestResult>()
	const [listing, testing, joining] = [useTask(), useTask(), useTask()]

	const read = computed(() => readRoomLink(written.value))
	const isLink = computed(() => /^https?:\/\//i.test(written.value.trim()))
	const wrong = computed(() => {
		if (read.value && account.server !== '' && !sameServer(read.value.server, account.server)) {
			return t('talk_relay', 'This link leads to {server}, but the account is on {other}.', { server: serverName(read.value.server), other: serverName(account.server) })
		}
		return isLink.value && !read.value ? t('talk_relay', 'This is not the link of a conversation. It looks like {example}', { example: `${account.server}/call/a1b2c3d4` }) : undefined
	})
	const address = computed(() => wrong.value !== undefined ? '' : read.value?.token ?? written.value.trim())
	watch(address, () => {
		result.value = undefined
	})

	async function test(): Promise<void> {
		if (address.value !== '') {
			joining.trouble.value = undefined
			result.value = await testing.run(() => api.testAccount({ account: account.id, address: address.value }))
		}
	}

	return {
		written,
		address,
		wrong,
		direction,
		nickFormat,
		conversations,
		result,
		listing,
		testing,
		joining,
		test,
		async list() {
			conversations.value = await listing.run(() => api.getConversations(account.id))
			if (address.value !== '') {
				await test()
			}
		},
		async choose(conversation) {
			written.value = conversation.address
			await test()
		},
		async join(add) {
			testing.trouble.value = undefined
			const member = { account: account.id, address: address.value, direction: direction.value, nickFormat: nickFormat.value }
			return await joining.run(() => add(member).then(() => true)) ?? false
		},
	}
}
