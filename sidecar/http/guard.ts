import type { LookupAddress, LookupAllOptions } from 'node:dns'
import type { LookupFunction } from 'node:net'
import type { buildConnector } from 'undici'
import type { HostRules } from '../core/network.ts'

import { lookup } from 'node:dns'
import { BlockList, isIP } from 'node:net'
import { domainToASCII } from 'node:url'
import { buildConnector as connector } from 'undici'
import { Failure } from '../core/failure.ts'
import { sentence } from '../core/sentence.ts'

/*
 * Where an account may connect to is decided at the very connection: a name is looked at when it is dialled, and its addresses when
 * they come from the look-up that the connection is made with. So neither a name that changes its address meanwhile nor a redirect gets
 * round it.
 */

/** Addresses that are not of the public Internet: RFC 6890, RFC 4193, RFC 4291 and what IPv6 wraps. */
const internal = new BlockList()
for (const [net, prefix] of [
	['0.0.0.0', 8],
	['10.0.0.0', 8],
	['100.64.0.0', 10],
	['127.0.0.0', 8],
	['169.254.0.0', 16],
	['172.16.0.0', 12],
	['192.0.0.0', 24],
	['192.0.2.0', 24],
	['192.168.0.0', 16],
	['198.18.0.0', 15],
	['198.51.100.0', 24],
	['203.0.113.0', 24],
	['224.0.0.0', 4],
	['240.0.0.0', 4],
] as const) {
	internal.addSubnet(net, prefix, 'ipv4')
}
for (const [net, prefix] of [
	['::', 96],
	['64:ff9b:1::', 48],
	['100::', 64],
	['2001::', 32],
	['2001:db8::', 32],
	['2002::', 16],
	['fc00::', 7],
	['fe80::', 9],
	['ff00::', 8],
] as const) {
	internal.addSubnet(net, prefix, 'ipv6')
}
/** Behind these 96 bits stands an IPv4 address (NAT64): it counts. */
const wrapping = new BlockList()
wrapping.addSubnet('64:ff9b::', 96, 'ipv6')

/** An IPv4 address written as the last two groups of an IPv6 one. */
function wrapped(address: string): string {
	const groups = new URL(`http://[${address}]`).hostname.slice(1, -1).split(':').slice(-2).map((group) => Number.parseInt(group || '0', 16))
	return groups.flatMap((group) => [group >> 8, group & 0xFF]).join('.')
}

/** Whether this address leads to this machine, to its network, or to nobody. */
export function isInternal(address: string): boolean {
	const kind = isIP(address)
	if (kind === 6 && wrapping.check(address, 'ipv6')) {
		return internal.check(wrapped(address), 'ipv4')
	}
	return kind !== 0 && internal.check(address, kind === 6 ? 'ipv6' : 'ipv4')
}

/** `Müller.example.` and `xn--mller-kva.example` are one. */
function bare(host: string): string {
	const name = host.toLowerCase().replace(/^\[|\]$/g, '').replace(/\.$/, '')
	return domainToASCII(name) || name
}

/** `cloud.example.org` fits itself, and `*.example.org`, which `example.org` does not fit. A port in a rule does not count. */
function fits(host: string, rule: string): boolean {
	const written = rule.trim().replace(/(?<!:.*):\d+$/, '')
	const name = bare(written.replace(/^\*\./, ''))
	return written.startsWith('*.') ? host.endsWith(`.${name}`) && host.length > name.length + 1 : host === name
}

/** Why this host may not be connected to; undefined where it may. */
export function refusal(host: string, rules: HostRules): string | undefined {
	const name = bare(host)
	if (rules.refusedHosts.some((rule) => fits(name, rule))) {
		return sentence`the administrator does not allow connections to ${name}`
	}
	if (rules.allowedHosts.length > 0 && !rules.allowedHosts.some((rule) => fits(name, rule))) {
		return sentence`${name} is not among the servers that the administrator allows`
	}
	const isLocal = isInternal(name) || name === 'localhost' || name.endsWith('.localhost')
	return isLocal && !rules.localServers ? sentence`${name} is in the local network, where the administrator allows no connections` : undefined
}

/** The address of the administrator's proxy for this host; undefined: none. Exceptions are what they are to Guzzle. */
export function proxyFor(host: string, rules: HostRules | undefined): string | undefined {
	const name = bare(host)
	const isExcepted = (rule: string): boolean => {
		const area = bare(rule.trim().replace(/^\*?\./, ''))
		return rule.trim() === '*' || (area !== '' && (name === area || name.endsWith(`.${area}`)))
	}
	return rules?.proxy?.except.some(isExcepted) === false ? rules.proxy.url : undefined
}

const forbidden = (why: string): Failure => new Failure({ then: 'closeAccount' }, why)

/** Throws a Failure (closeAccount) where the host may not be connected to. For what is dialled by others, such as a proxy. */
export function checkHost(host: string, rules: HostRules | undefined): void {
	const why = rules === undefined ? undefined : refusal(host, rules)
	if (why !== undefined) {
		throw forbidden(why)
	}
}

type Resolve = (name: string, options: LookupAllOptions, done: (error: Error | null, found: LookupAddress[]) => void) => void

/** The look-up of a connection, which gives only addresses that may be connected to. */
export function guardedLookup(rules: HostRules, resolve: Resolve = (...asked) => lookup(...asked)): LookupFunction {
	return (hostname, options, callback) => {
		resolve(hostname, { ...options, all: true }, (error, found) => {
			const allowed = error || rules.localServers ? found : found.filter(({ address }) => !isInternal(address))
			const [first] = allowed ?? []
			if (error || first === undefined) {
				const why = sentence`${hostname} leads into the local network, where the administrator allows no connections`
				callback(error ?? forbidden(why), '', 4)
			} else if (options.all) {
				callback(null, allowed)
			} else {
				callback(null, first.address, first.family)
			}
		})
	}
}

/** For undici's `connect`: the same options, kept to the rules where there are any. */
export function guarded(
	options: buildConnector.BuildOptions,
	rules: HostRules | undefined,
): buildConnector.BuildOptions | buildConnector.connector {
	if (rules === undefined) {
		return options
	}
	const connect = connector({ ...options, lookup: guardedLookup(rules) })
	return (target, callback) => {
		const why = refusal(target.hostname, rules)
		return why === undefined ? connect(target, callback) : callback(forbidden(why), null)
	}
}
