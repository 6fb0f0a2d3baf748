import type { Replacement, Rules } from '../core/rules.ts'
import type { Findings } from './findings.ts'
import type { Translated } from './pattern.ts'
import type { Settings } from './values.ts'

import { PatternError, translatePattern, translateReplacement } from './pattern.ts'

/** What Matterbridge adds to the names of guests of Talk if nothing else is set. */
const usualGuestSuffix = ' (Guest)'

export function readRules(settings: Settings, findings: Findings): Rules {
	return {
		label: settings.text('Label') ?? '',
		ignoreNicks: patterns(settings, 'IgnoreNicks', findings),
		ignoreMessages: patterns(settings, 'IgnoreMessages', findings),
		replaceNicks: replacements(settings, 'ReplaceNicks', findings),
		replaceMessages: replacements(settings, 'ReplaceMessages', findings),
		extractNicks: extractions(settings, findings),
		stripNick: settings.flag('StripNick') ?? false,
		guestSuffix: settings.text('GuestSuffix') ?? usualGuestSuffix,
		showJoinPart: settings.flag('ShowJoinPart') ?? false,
		showTopicChange: settings.flag('ShowTopicChange') ?? false,
	}
}

/** One pattern, checked; undefined if it is none, which has been said. */
export function readPattern(written: string, key: string, settings: Settings, findings: Findings, flags: '' | 'g' = ''): RegExp | undefined {
	const line = settings.line(key)
	let translated: Translated
	try {
		translated = translatePattern(written, flags)
	} catch (error) {
		if (!(error instanceof PatternError)) {
			throw error
		}
		findings.problem(line, `${key}: "${written}" is no regular expression: ${error.message}`, 'write it as Go reads it; a plain character is written \\.')
		return undefined
	}
	if (translated.slow) {
		findings.warning(
			line,
			`${key}: "${written}" repeats a repetition, which can take very long on a text made for it`,
			'write it without one repetition inside another',
		)
	}
	return translated.regexp
}

/** Matterbridge reads one text and parts it at spaces; a list lets a pattern hold a space. */
function patterns(settings: Settings, key: string, findings: Findings): readonly RegExp[] {
	const value = settings.find(key)?.value
	const written = typeof value === 'string' ? value.split(/\s+/) : settings.texts(key) ?? []
	return written.filter((word) => word !== '').flatMap((word) => readPattern(word, key, settings, findings) ?? [])
}

function replacements(settings: Settings, key: string, findings: Findings): readonly Replacement[] {
	return (settings.pairs(key) ?? []).flatMap(([search, by]) => {
		const pattern = readPattern(search, key, settings, findings, 'g')
		return pattern === undefined ? [] : [{ pattern, by: translateReplacement(by, pattern) }]
	})
}

function extractions(settings: Settings, findings: Findings): Rules['extractNicks'] {
	return (settings.pairs('ExtractNicks') ?? []).flatMap(([search, inner]) => {
		const nick = readPattern(search, 'ExtractNicks', settings, findings)
		const extract = readPattern(inner, 'ExtractNicks', settings, findings)
		if (nick === undefined || extract === undefined) {
			return []
		}
		if (new RegExp(`${extract.source}|`, extract.flags).exec('')!.length !== 2) {
			findings.warning(
				settings.line('ExtractNicks'),
				`ExtractNicks: "${inner}" has not exactly one group, so it is passed over, as in Matterbridge`,
				'put the name, and only that, in brackets: "<(.*?)>\\\\s+"',
			)
			return []
		}
		return [{ nick, extract }]
	})
}
