import { formatRelativeTime, getCanonicalLocale } from '@nextcloud/l10n'
import { n, t } from './t.ts'

const units = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte'] as const

/** `12 MB`, as the reader's language writes it. Binary steps, as Nextcloud shows sizes. */
export function sayBytes(bytes: number): string {
	const step = bytes < 1 ? 0 : Math.min(units.length - 1, Math.floor(Math.log2(bytes) / 10))
	return new Intl.NumberFormat(getCanonicalLocale(), { style: 'unit', unit: units[step]!, maximumFractionDigits: 1 }).format(bytes / 1024 ** step)
}

/** `5 minutes ago` */
export const sayAgo = (at: number): string => formatRelativeTime(at)

/** `26 Nov 2026, 04:10` */
export const sayMoment = (at: number): string => new Intl.DateTimeFormat(getCanonicalLocale(), { dateStyle: 'medium', timeStyle: 'short' }).format(at)

/** `04:10` */
export const sayClock = (at: number): string => new Intl.DateTimeFormat(getCanonicalLocale(), { timeStyle: 'short' }).format(at)

/** How long a delivery took: `340 ms`, `2.1 s`, `4 min`. */
export function sayDuration(ms: number): string {
	const [value, unit] = ms < 1000 ? [Math.round(ms), 'millisecond'] : ms < 120_000 ? [ms / 1000, 'second'] : [ms / 60_000, 'minute']
	return new Intl.NumberFormat(getCanonicalLocale(), { style: 'unit', unit, unitDisplay: 'short', maximumFractionDigits: 1 }).format(value)
}

export const sayPercent = (share: number): string => new Intl.NumberFormat(getCanonicalLocale(), { style: 'percent', maximumFractionDigits: 1 }).format(share)

export const sayMessages = (count: number): string => n('talk_relay', '%n message waits', '%n messages wait', count)

export const megabytes = (bytes: number): number => Math.round(bytes / 1024 ** 2 * 10) / 10
export const fromMegabytes = (amount: number): number => Math.round(amount * 1024 ** 2)

/** One thing a line, without empty ones. */
export const lines = (text: string): readonly string[] => text.split('\n').map((line) => line.trim()).filter((line) => line !== '')

/** What a server is called in a sentence: its host, and the path if it has one. */
export const serverName = (address: string): string => address.replace(/^https?:\/\//, '').replace(/\/+$/, '') || t('talk_relay', 'this server')
