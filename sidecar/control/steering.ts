import type { Network } from '../core/network.ts'
import type { DoorConfig } from '../door/types.ts'
import type { AnswerDesk } from '../relay/answers.ts'
import type { Joined } from '../relay/notices.ts'
import type { Parts } from '../relay/parts.ts'
import type { Relay } from '../relay/relay.ts'
import type { Configuration } from './configuration.ts'
import type { Sealing } from './sealed.ts'

import { secretsIn } from '../config/secrets.ts'
import { passwordIn } from '../config/url.ts'
import { checkSettings } from '../core/check-settings.ts'
import { sentence } from '../core/sentence.ts'
import { announce } from '../relay/notices.ts'
import { partedOf, sayParted } from '../relay/parting.ts'
import { configurationOf } from './configuration.ts'

/** Keeps the relay at what the app defines. */
export interface Steering {
	/** What was taken up last; undefined before the first one. */
	current(): DoorConfig | undefined
	/** Takes up what the state has kept of an earlier run, if it has. */
	recall(): Promise<void>
	/** Fetches what the app defines and takes it up; the revision. Throws a Failure while the app is away. */
	reload(): Promise<number>
	/** The same if it is another than the one taken up. */
	seen(revision: number): Promise<void>
	/** Takes up anew what is known: somebody decided something. */
	again(): Promise<void>
	/** Another relay has taken over: the next start must not begin with what this one knew. */
	forget(): Promise<void>
	/** The app is switched off: the next start must not go on by itself, but knows what there was before. */
	rest(): Promise<void>
}

export interface SteeringParts extends Pick<Parts, 'store' | 'log' | 'clock'> {
	readonly relay: Pick<Relay, 'apply' | 'session' | 'wake'>
	readonly networks: readonly Network[]
	readonly answers: Pick<AnswerDesk, 'take' | 'decided'>
	readonly fetch: () => Promise<DoorConfig>
	readonly hideSecrets: (values: readonly string[]) => void
	/** The configuration holds secrets, and is kept. */
	readonly sealing: Sealing
}

const counted = (number: number, one: string): string => `${number} ${one}${number === 1 ? '' : 's'}`

/** `1 conversation, 2 rooms, 1 account` */
function sizeOf({ gateways, accounts }: DoorConfig): string {
	const rooms = gateways.flatMap(({ members }) => members).length
	return [counted(gateways.length, 'conversation'), counted(rooms, 'room'), counted(accounts.length, 'account')].join(', ')
}

export function openSteering(parts: SteeringParts): Steering {
	const { store, log, relay, networks } = parts
	let current: DoorConfig | undefined
	let last: Promise<unknown> = Promise.resolve()
	/** One after the other, so that the later configuration holds. */
	const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
		const turn = last.then(work)
		last = turn.catch(() => undefined)
		return turn
	}

	/** With what the networks' own declarations fill in. An account that lacks something is left out, and its state says so. */
	const checked = (accounts: Configuration['accounts']): { readonly good: Configuration['accounts'], readonly bad: ReadonlyMap<string, string> } => {
		const bad = new Map<string, string>()
		const good = accounts.flatMap((account): Configuration['accounts'] => {
			const network = networks.find(({ id }) => id === account.network)
			const settings = network === undefined ? undefined : checkSettings(network.fields, account.settings)
			if (settings !== undefined && 'ok' in settings) {
				const given = Object.entries(settings.ok).flatMap(([name, value]) => value === undefined ? [] : [[name, value] as const])
				return [{ ...account, settings: Object.fromEntries(given) }]
			}
			bad.set(account.id, settings === undefined ? sentence`this relay does not speak ${account.network}` : settings.problems.join('; '))
			return []
		})
		return { good, bad }
	}

	/** Members whose rooms are to learn that they are members no more; not those that were stopped from there. */
	const gone = (before: DoorConfig, now: DoorConfig): readonly Joined[] => {
		const decided = parts.answers.decided()
		return partedOf(configurationOf(before).joined, configurationOf(now).joined).filter(({ member }) => decided.get(member) !== 'stopped')
	}

	/** What the state keeps of an earlier configuration. */
	const kept = (): DoorConfig | undefined => {
		const sealed = store.facts.get('configuration')
		const text = sealed === undefined ? undefined : parts.sealing.open(sealed)
		return text === undefined ? undefined : JSON.parse(text) as DoorConfig
	}

	const apply = async (config: DoorConfig): Promise<void> => {
		const configuration = configurationOf(config, parts.answers.decided())
		const { good, bad } = checked(configuration.accounts)
		parts.hideSecrets([...secretsIn({ ...configuration, accounts: good }, networks), passwordIn(config.proxy?.url ?? '') ?? ''])
		const parted = current === undefined ? [] : gone(current, config)
		current = config
		await sayParted({ ...parts, sessionOf: relay.session }, parted)
		await relay.apply({ ...configuration, accounts: good })
			.catch((error: unknown) => log.error(`could not take up all of the configuration: ${String(error)}`))
		const woken = await store.commits.share(() => {
			bad.forEach((why, id) => store.states.set(id, 'offline', why, parts.clock.now()))
			return announce(store, configuration.joined, parts.clock.now())
		})
		woken.forEach(relay.wake)
		parts.answers.take(configuration.joined)
	}

	const reload = async (): Promise<number> => {
		const config = await parts.fetch()
		const text = JSON.stringify(config)
		const isNews = text !== JSON.stringify(current)
		const before = current === undefined ? kept() : undefined
		await store.commits.share(() => {
			store.facts.set('configuration', parts.sealing.seal(text))
			store.facts.drop('rests')
		})
		if (before !== undefined && gone(before, config).length > 0) {
			// Ended while no relay ran: only with what was defined before there is a session to say so by.
			await apply(before)
		}
		await apply(config)
		if (isNews) {
			log.info(`took up revision ${config.revision}: ${sizeOf(config)}`)
		}
		return config.revision
	}

	return {
		current: () => current,
		recall: () => inTurn(async () => {
			const config = store.facts.get('rests') === undefined ? kept() : undefined
			if (config !== undefined && current === undefined) {
				await apply(config)
				log.info(`goes on with what the app defined before (revision ${config.revision}), until it can be asked`)
			}
		}),
		reload: () => inTurn(reload),
		seen: (revision) => inTurn(async () => {
			if (current?.revision !== revision) {
				await reload()
			}
		}),
		again: () => inTurn(async () => {
			if (current !== undefined) {
				await apply(current)
			}
		}),
		forget: () => store.commits.share(() => store.facts.drop('configuration')),
		rest: () => store.commits.share(() => store.facts.set('rests', 'since the app was switched off')),
	}
}
