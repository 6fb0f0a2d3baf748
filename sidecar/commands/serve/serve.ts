import type { Composed, Substitutes } from '../../compose.ts'
import type { ServeOptions } from '../../config/serve-options.ts'
import type { Keeper } from '../../control/lease.ts'
import type { FileLog } from '../../control/log.ts'
import type { MembersWatch } from '../../control/members-watch.ts'
import type { Network } from '../../core/network.ts'
import type { Mailbox } from '../../door/mailbox.ts'
import type { Doors } from './doors.ts'

import { chmodSync, mkdirSync } from 'node:fs'
import { compose } from '../../compose.ts'
import { usualSpoolBytes } from '../../config/general.ts'
import { openGuard } from '../../control/auth.ts'
import { localAccount, roomOf } from '../../control/configuration.ts'
import { stateOf } from '../../control/gateway-state.ts'
import { keepLease } from '../../control/lease.ts'
import { listeningAt } from '../../control/listen.ts'
import { watchLoad } from '../../control/load.ts'
import { watchMembers } from '../../control/members-watch.ts'
import { routes } from '../../control/routes/index.ts'
import { sealing } from '../../control/sealed.ts'
import { serveControl } from '../../control/server.ts'
import { openSteering } from '../../control/steering.ts'
import { failureOf } from '../../core/failure.ts'
import { version } from '../../core/version.ts'
import { SwitchedOff } from '../../door/judge.ts'
import { openMailbox } from '../../door/mailbox.ts'
import { localNetwork } from '../../networks/index.ts'
import { openAnswers } from '../../relay/answers.ts'
import { whoWeAre } from './introduction.ts'

export interface ServeParts {
	readonly options: ServeOptions
	/** Where it keeps its state: a folder of its own. */
	readonly state: string
	readonly secret: string
	readonly networks: readonly Network[]
	readonly doors: Doors
	readonly log: FileLog
	readonly instead?: Substitutes
	readonly end: (ending: Ending) => void
}

/** A relay that serves the app, running. Rejects with what to do when it can't start: the state or the control door is taken. */
export async function serve(parts: ServeParts): Promise<{ close(): Promise<void> }> {
	const { options, doors, log } = parts
	mkdirSync(parts.state, { recursive: true, mode: 0o700 })
	// It holds the configuration with the accounts' secrets.
	chmodSync(parts.state, 0o700)
	const mailbox = openMailbox()
	const networks = [...parts.networks, localNetwork({ door: doors.door, mailbox })]
	const late = { answered: () => {}, spoolBytes: () => usualSpoolBytes }
	const composed = compose(
		{ stateFolder: parts.state, spoolBytes: () => late.spoolBytes(), answered: () => late.answered() },
		log,
		networks,
		parts.instead,
	)
	log.info(`Talk Relay ${version} starts for the app, state in ${parts.state}, control door at ${listeningAt(options.control)}`)
	try {
		const steered = steer({ ...parts, networks }, composed)
		late.answered = steered.answers.heard
		late.spoolBytes = () => steered.steering.current()?.spoolBytes ?? usualSpoolBytes
		const running = await run(parts, composed, steered, mailbox)
		return {
			async close() {
				await running.close()
				await steered.answers.stop()
				await composed.close()
				await doors.close()
			},
		}
	} catch (error) {
		await composed.close()
		throw error
	}
}

/** ms that the app gets for its first answer. */
const patience = 3000

/** Why a relay ends. */
export interface Ending {
	/** For the log. */
	readonly why: string
	/** It is to be there again once the app wants it. */
	readonly rest?: boolean
}

const superseded: Ending = { why: 'another relay has taken over; if that one should not run, stop it and start this one again' }

type Steered = ReturnType<typeof steer>

/** What moderators decide, and what the app defines: each needs the other. */
function steer({ networks, doors, log, secret }: ServeParts, { relay, store, clock, pace }: Composed) {
	const steered = { again: async () => {}, reload: async (): Promise<unknown> => undefined }
	const answers = openAnswers({
		store,
		log,
		clock,
		pace,
		sessionOf: relay.session,
		changed: () => steered.again(),
		async report(member, consent, by) {
			await doors.door.report([{ what: 'consent', member, consent, by }])
			await steered.reload()
		},
	})
	const steering = openSteering({
		store,
		log,
		clock,
		relay,
		networks,
		answers,
		fetch: () => doors.door.config(),
		hideSecrets: log.hideSecrets,
		sealing: sealing(secret),
	})
	Object.assign(steered, { again: steering.again, reload: steering.reload })
	return { answers, steering }
}

/** The app's own rooms are left out: while they can't be reached, neither can it. */
function watchOthers({ networks, doors, log }: ServeParts, composed: Composed, { steering }: Steered): MembersWatch {
	const states = { ...composed, networks, now: () => composed.clock.now() }
	return watchMembers({
		...composed,
		log,
		members: () => (steering.current()?.gateways ?? []).flatMap((gateway) => gateway.members
			.filter(({ account }) => account !== localAccount)
			.map((member) => ({
				member: member.id,
				state: stateOf(states, gateway, member),
				name: composed.relay.session(roomOf(member))?.title?.(member.address),
			}))),
		report: (reports) => doors.door.report(reports),
	})
}

/** Takes and keeps the lease, and takes up what the app defines; while it can't be asked, what it defined before. */
function holdLease({ options, doors, log, end }: ServeParts, { clock, pace }: Composed, { steering }: Steered, mailbox: Mailbox): Keeper {
	const closing = new AbortController()
	const recall = (): void => {
		if (!closing.signal.aborted) {
			steering.recall().catch((error: unknown) => log.error(`what the app defined before can't be taken up: ${String(error)}`))
		}
	}
	// The app will hear nothing from this one any more, and it from the app.
	for (const { door } of doors.ways) {
		door.over.addEventListener('abort', () => {
			const why: unknown = door.over.reason
			const off = why instanceof SwitchedOff ? why : undefined
			const left = off?.forget === false ? steering.rest() : steering.forget()
			const failed = (error: unknown): void => log.error(`it could not be noted that the app wants no relay: ${String(error)}`)
			void left.catch(failed).finally(() => end(off === undefined ? superseded : { why: off.message, rest: off.rest }))
		})
	}
	// An app that takes its time: what it defined before is good enough until then.
	void clock.sleep(patience, closing.signal).then(() => steering.current() ?? recall())
	const keeper = keepLease({
		ways: doors.ways,
		request: whoWeAre(listeningAt(options.control)),
		clock,
		log,
		retryFirst: pace.retryFirst,
		retryAtMost: pace.retryAtMost / 4,
		taken: (way) => {
			doors.take(way)
			mailbox.put([])
		},
		missed: recall,
		kept: ({ revision }) => {
			steering.seen(revision).catch(async (error: unknown) => {
				log.warn(`the configuration can't be fetched: ${failureOf(error).message}`)
				await clock.sleep(pace.retryAtMost / 12, closing.signal)
				keeper.hurry()
			})
		},
	})
	return {
		...keeper,
		stop() {
			closing.abort()
			return keeper.stop()
		},
	}
}

/** Opens the control door, then takes the lease: from then on the app may call. */
async function run(parts: ServeParts, composed: Composed, steered: Steered, mailbox: Mailbox): Promise<{ close(): Promise<void> }> {
	const { options, secret, doors, log, end, networks } = parts
	const { clock } = composed
	const load = watchLoad()
	const lease: { keeper?: Keeper } = {}
	const server = await serveControl(options.control, {
		guard: openGuard(secret, () => clock.now(), () => doors.door.generation),
		log,
		routes: routes({
			...composed,
			steering: steered.steering,
			networks,
			mailbox,
			log,
			door: () => {
				const away = lease.keeper?.away()
				return { base: doors.base(), generation: doors.door.generation, ...(away && { away }) }
			},
			cpu: load.cpu,
			since: clock.now(),
			now: () => clock.now(),
			stop: () => end({ why: 'the app asked it to end' }),
		}),
	})
	const others = watchOthers(parts, composed, steered)
	lease.keeper = holdLease(parts, composed, steered, mailbox)
	return {
		async close() {
			load.stop()
			await others.stop()
			await server.close()
			await lease.keeper?.stop()
		},
	}
}
