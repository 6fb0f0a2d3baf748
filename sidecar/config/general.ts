import type { FileLimits, Gateway } from '../core/gateway.ts'
import type { Config, LogConfig } from './config.ts'
import type { Desk } from './desk.ts'
import type { Settings } from './values.ts'

import { resolve } from 'node:path'
import { languages, spokenFor } from '../core/languages.ts'
import { inFolder } from './desk.ts'
import { didYouMean } from './nearest.ts'
import { readPattern } from './rules.ts'
import { usualState } from './serve-options.ts'

/** Bytes. Matterbridge's 1,000,000 refuse most photographs that people take today. */
export const usualFileBytes = 100_000_000

/** Bytes: room for twenty files of the largest size while a server is away. */
export const usualSpoolBytes = 2_000_000_000

/** What holds for the relay as a whole; `stateFolder`, from the command line, goes before the file. */
export function readGeneral(settings: Settings, desk: Desk, stateFolder?: string): Omit<Config, 'accounts' | 'gateways'> {
	const spoolBytes = readBytes('SpoolSize', usualSpoolBytes, settings, desk)
	const metricsPort = settings.number('MetricsPort')
	if (metricsPort !== undefined && !(Number.isInteger(metricsPort) && metricsPort >= 1 && metricsPort <= 65535)) {
		desk.findings.problem(settings.line('MetricsPort'), 'MetricsPort is no port', 'write a number from 1 to 65535, or take the line out')
	}
	return {
		stateFolder: stateFolder === undefined ? readStateFolder(settings, desk) : resolve(stateFolder),
		spoolBytes,
		log: readLog(settings, desk),
		...(metricsPort !== undefined && { metricsPort }),
	}
}

function readStateFolder(settings: Settings, desk: Desk): string {
	const written = settings.text('StateDir') ?? ''
	if (written !== '') {
		return inFolder(written, desk)
	}
	const usual = usualState(desk.environment)
	if (usual === undefined) {
		desk.findings.problem(undefined, 'it is not said where the relay keeps its state, and there is no HOME', 'add StateDir = "/var/lib/talk-relay" to [general]')
	}
	return usual ?? ''
}

function readLog(settings: Settings, desk: Desk): LogConfig {
	const file = settings.text('LogFile') ?? ''
	const debug = settings.flag('Debug') ?? false
	return {
		format: readChoice('LogFormat', ['text', 'json'], settings, desk) ?? 'text',
		level: readChoice('LogLevel', ['debug', 'info', 'warn', 'error'], settings, desk) ?? (debug ? 'debug' : 'info'),
		messageText: settings.flag('LogMessageText') ?? false,
		...(file !== '' && { file: inFolder(file, desk) }),
	}
}

function readChoice<T extends string>(key: string, choices: readonly T[], settings: Settings, { findings }: Desk): T | undefined {
	const written = settings.text(key)
	const found = choices.find((choice) => choice === written?.toLowerCase())
	if (written !== undefined && written !== '' && found === undefined) {
		findings.problem(settings.line(key), `${key} can't be "${written}"${didYouMean(written, choices)}`, `write one of ${choices.join(', ')}`)
	}
	return found
}

/** A size. 0 means the usual one, as in Matterbridge. */
function readBytes(key: string, usual: number, settings: Settings, { findings }: Desk): number {
	const bytes = settings.number(key)
	if (bytes !== undefined && (bytes < 0 || !Number.isInteger(bytes))) {
		findings.problem(settings.line(key), `${key} is no size`, `write a number of bytes: ${key} = ${usual}`)
	}
	return bytes === undefined || bytes === 0 ? usual : bytes
}

/** The limits that a gateway sets, or `[general]` for it. */
export function readFileLimits(settings: Settings, desk: Desk): FileLimits {
	const refused = (settings.texts('MediaDownloadBlacklist') ?? []).filter((written) => written !== '')
	return {
		maxBytes: readBytes('MediaDownloadSize', usualFileBytes, settings, desk),
		// Whoever reads these takes them with the flags `iu`: a name's case is no reason to let a file through.
		refusedNames: refused.flatMap((written) => readPattern(written, 'MediaDownloadBlacklist', settings, desk.findings)?.source ?? []),
	}
}

/** In which the relay speaks in the rooms; what is nearest to a language that was named with its country is good enough. */
export function readLanguage(settings: Settings, { findings }: Desk): string | undefined {
	const written = settings.text('Language') ?? ''
	const spoken = written === '' ? undefined : spokenFor(written)
	if (written !== '' && spoken === undefined) {
		const known = languages.map((language) => `"${language}"`).join(', ')
		findings.problem(settings.line('Language'), `Language can't be "${written}": the relay does not speak it`, `write one of ${known}`)
	}
	return spoken
}

const sorts = ['call', 'people', 'room', 'poll', 'relay'] as const

/**
 * All sorts cross unless the gateway lists them: of `people` and `room` the accounts' ShowJoinPart and ShowTopicChange let nothing through
 * until they are set, as in Matterbridge; that a call has begun, or a poll closed, is what people on the other side would otherwise miss.
 */
export function readNotices(settings: Settings, { findings }: Desk): Gateway['notices'] {
	return (settings.texts('Notices') ?? sorts).flatMap((written) => {
		const sort = sorts.find((known) => known === written.toLowerCase())
		if (sort === undefined) {
			findings.problem(settings.line('Notices'), `Notices: there is no sort "${written}"${didYouMean(written, sorts)}`, `list some of ${sorts.map((known) => `"${known}"`).join(', ')}, or [] for none`)
		}
		return sort ?? []
	})
}
