import type { DeliverAnswer, DeliverItem, DoorPerson } from './types.ts'
import type { Actor, FakeWorld } from './world.fake.ts'

const actorOf = ({ id, name }: DoorPerson): Actor => ({ actorType: 'federated_users', actorId: id, actorDisplayName: name })
const service: Actor = { actorType: 'users', actorId: 'talk-relay', actorDisplayName: 'Talk Relay' }

type Said = readonly number[] | Extract<DeliverAnswer, { verdict: string }>['verdict']

/** Performs a batch as docs/DOOR.md "deliver" says: each key once, those of one room in order, `retry` stops that room's rest. */
export function deliverer(world: FakeWorld, uploads: ReadonlyMap<string, { readonly name: string, readonly body: Buffer }>) {
	const made = new Map<string, readonly number[]>()

	const change = (item: Exclude<DeliverItem, { do: 'send' | 'notice' }>): Said => {
		const target = world.messages.get(item.target)
		switch (item.do) {
			case 'edit':
				if (target === undefined || target.deleted) {
					return 'cannot'
				}
				world.messages.set(item.target, { ...target, message: item.text })
				return []
			case 'remove':
				if (target !== undefined) {
					world.messages.set(item.target, { ...target, message: '', messageType: 'comment_deleted', deleted: true })
				}
				return []
			case 'react':
			case 'sign': {
				if (target === undefined) {
					return 'cannot'
				}
				const ofOthers = [...world.reactions.get(item.target) ?? []].filter((one) => !one.startsWith(`${item.emoji} `)
					|| (one === `${item.emoji} ${service.actorId}`) !== (item.do === 'sign'))
				const now = item.do === 'react' ? item.by.map(({ id }) => id) : item.stands ? [service.actorId] : []
				world.reactions.set(item.target, new Set([...ofOthers, ...now.map((who) => `${item.emoji} ${who}`)]))
				return []
			}
			default: return item satisfies never
		}
	}

	const perform = (item: DeliverItem): Said => {
		const refused = world.refuse(item)
		const room = world.rooms.get(item.token)
		const mayPost = room?.mayPost !== false || (item.do !== 'send' && item.do !== 'edit')
		if (refused !== undefined || room?.exists !== true || room.readOnly || !mayPost) {
			return refused ?? 'closeRoom'
		}
		const parent = 'replyTo' in item && item.replyTo !== undefined ? world.messages.get(item.replyTo) : undefined
		switch (item.do) {
			case 'notice': return [world.store(item.token, service, item.text, { referenceId: item.key, silent: true }).id]
			case 'send': {
				const more = { referenceId: item.key, silent: item.silent, ...(parent && { parent }) }
				if (item.files.length === 0) {
					return [world.store(item.token, actorOf(item.actor), item.text, more).id]
				}
				return item.files.map(({ handle, voice }, index) => {
					const file = uploads.get(handle)
					const parameter = { type: 'file', id: handle, name: file?.name ?? '', size: String(file?.body.length ?? 0) }
					const message = world.store(item.token, actorOf(item.actor), index === 0 && item.text !== '' ? item.text : '{file}', {
						...more,
						messageType: voice ? 'voice-message' : 'comment',
						messageParameters: { file: parameter },
					})
					world.files.set(message.id, file?.body ?? Buffer.alloc(0))
					return message.id
				})
			}
			default: return change(item)
		}
	}

	return {
		made,
		all(items: readonly DeliverItem[]): readonly DeliverAnswer[] {
			const waiting = new Set<string>()
			return items.map((item): DeliverAnswer => {
				const before = made.get(item.key)
				if (before !== undefined) {
					return { key: item.key, ids: before }
				}
				const said = waiting.has(item.token) ? 'retry' : perform(item)
				if (typeof said !== 'string') {
					made.set(item.key, said)
					world.performed.set(item.key, (world.performed.get(item.key) ?? 0) + 1)
					return { key: item.key, ids: said }
				}
				if (said === 'retry') {
					waiting.add(item.token)
				}
				return { key: item.key, verdict: said, why: `the app says ${said}` }
			})
		},
	}
}
