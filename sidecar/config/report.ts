import type { Gateway } from '../core/gateway.ts'
import type { Config, Finding } from './config.ts'

/** `relay.toml:12: problem: what is wrong — what to do`, as editors and people can follow. */
export function findingLine({ severity, file, line, what, remedy }: Finding): string {
	return `${file}${line === undefined ? '' : `:${line}`}: ${severity}: ${what} — ${remedy}`
}

const count = (number: number, one: string, many = `${one}s`): string => `${number === 0 ? 'no' : number} ${number === 1 ? one : many}`

const ways = { inout: 'both ways', in: 'heard only', out: 'written to only', none: 'watched only' } as const

/** `puente: nctalk.nube1/nb9xk3d2 (both ways), nctalk.nube2/xs25tz5y (written to only)` */
export function gatewayLine({ name, members }: Gateway): string {
	return `${name}: ${members.map(({ room, direction }) => `${room} (${ways[direction]})`).join(', ')}`
}

/** `1 gateway, 2 rooms, 2 accounts` */
export function sizeOf(config: Config): string {
	const rooms = new Set(config.gateways.flatMap(({ members }) => members.map(({ room }) => room)))
	return `${count(config.gateways.length, 'gateway')}, ${count(rooms.size, 'room')}, ${count(config.accounts.length, 'account')}`
}

/** What the file says, in a few lines. */
export function summaryLines(config: Config): readonly string[] {
	return [sizeOf(config), ...config.gateways.map(gatewayLine)]
}

/** Everything `check` has to say to a person, with a line at its end that says how it went. */
export function checkReport(file: string, config: Config | undefined, findings: readonly Finding[]): string {
	const problems = findings.filter(({ severity }) => severity === 'problem').length
	const warnings = findings.filter(({ severity }) => severity === 'warning').length
	return [
		...findings.map(findingLine),
		...(config === undefined ? [] : summaryLines(config)),
		`${file}: ${count(problems, 'problem')}, ${count(warnings, 'warning')}${config === undefined ? '; the relay would not start' : ''}`,
	].join('\n')
}

/** The same for programs. Settings of accounts stay out: they hold secrets. */
export function checkJson(config: Config | undefined, findings: readonly Finding[]): string {
	return JSON.stringify({
		ok: config !== undefined,
		findings,
		...(config !== undefined && {
			accounts: config.accounts.map(({ id, network }) => ({ id, network })),
			gateways: config.gateways,
			stateFolder: config.stateFolder,
		}),
	}, null, 2)
}
