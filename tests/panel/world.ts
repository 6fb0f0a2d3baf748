import type { Account, AdminGateway, AdminSettings, AdminState, Check, Conversation, Gateway, HistoryMinute, ImportPlan, Member, NetworkForm, RoomFederation, RoomState, TestResult } from '../../src/types.ts'

/** What the made server knows. Tests change it to make a situation. */
export interface World {
	room: RoomFederation
	state: RoomState
	accounts: Account[]
	networks: NetworkForm[]
	conversations: Conversation[]
	test: TestResult
	settings: AdminSettings
	admin: AdminState
	gateways: AdminGateway[]
	checks: Check[]
	minutes: HistoryMinute[]
	plan: ImportPlan
	/** How many polls a login waits before it is granted; undefined: for ever. */
	grantAfter: number | undefined
	/** Answers of this status in place of the usual, by `METHOD path`. */
	refusals: Map<string, { readonly status: number, readonly data: object }>
	/** All calls that were made, as `METHOD path`, with what was sent. */
	readonly calls: { readonly call: string, readonly sent: unknown }[]
}

const now = Date.now()
const MB = 1024 ** 2

export const talkNetwork: NetworkForm = {
	id: 'nctalk',
	name: 'Nextcloud Talk',
	fields: {
		server: { type: 'text', label: 'Address of the Nextcloud server', example: 'https://cloud.example.org' },
		login: { type: 'text', label: 'Login name of the technical account', example: 'bridge' },
		password: { type: 'secret', label: 'App password of the technical account' },
		skipTlsVerify: { type: 'flag', label: 'Do not check the server’s TLS certificate (unsafe)', fallback: false },
		proxy: { type: 'text', label: 'HTTP proxy', example: 'http://proxy.example.org:3128', optional: true },
		liveRooms: { type: 'number', label: 'Conversations read fast at a time', fallback: 4 },
	},
}

export const account: Account = {
	id: 17,
	network: 'nctalk',
	networkName: 'Nextcloud Talk',
	label: 'puente on nube.minube2.com',
	server: 'https://nube.minube2.com',
	login: 'puente',
	shared: false,
	own: true,
	set: ['password'],
	settings: { server: 'https://nube.minube2.com', login: 'puente', skipTlsVerify: false, liveRooms: 4 },
	used: 1,
}

export const member: Member = {
	id: 1,
	account: 17,
	accountLabel: 'puente on nube.minube2.com',
	network: 'nctalk',
	networkName: 'Nextcloud Talk',
	server: 'https://nube.minube2.com',
	address: 'p8ndr2kq',
	name: 'Project Bridge',
	direction: 'inout',
	nickFormat: '{NICK} ({LABEL}): ',
	consent: 'given',
}

export const gateway: Gateway = {
	id: 'g3',
	paused: false,
	createdBy: { id: 'marcos', name: 'Marcos' },
	createdAt: now - 3 * 86_400_000,
	members: [member],
	notices: ['call'],
	maxBytes: 100 * MB,
	refusedNames: ['*.exe'],
	refusedKinds: [],
	mentionEveryone: false,
	blocked: [],
}

const person = (id: string, name: string) => ({ id: `${id}@nube.minube2.com`, name, avatar: null })

export const working: RoomState['members'][number] = {
	id: 1,
	state: 'working',
	why: '',
	todo: '',
	since: now - 7_200_000,
	waiting: 0,
	oldest: null,
	lacks: ['polls: Talk there is too old'],
	people: [person('laura', 'Laura Sanz'), person('pedro', 'Pedro Gil')],
}

export const emptyRoom: RoomFederation = { token: 'nb9xk3d2', name: 'Project', gateway: null, relay: 'running', limits: { maxBytes: 512 * MB }, host: 'nube.minube1.com' }

function minutes(): HistoryMinute[] {
	return Array.from({ length: 60 }, (_, index) => {
		const delivered = index % 7 === 3 ? 0 : Math.round(8 + 6 * Math.sin(index / 5) + index % 4)
		const [p50, p95] = delivered === 0 ? [0, 0] : [140 + 40 * Math.sin(index / 3), 420 + 160 * Math.sin(index / 8)]
		return { at: now - (60 - index) * 60_000, accepted: delivered, delivered, p50, p95 }
	})
}

/** A server on which nothing is amiss. `federated`: the conversation is joined with another. */
export function makeWorld(federated = true): World {
	return {
		room: { ...emptyRoom, gateway: federated ? structuredClone(gateway) : null },
		state: { relay: 'running', at: now, members: federated ? [structuredClone(working)] : [], asides: [] },
		accounts: federated ? [structuredClone(account)] : [],
		networks: [talkNetwork],
		conversations: [
			{ address: 'p8ndr2kq', name: 'Project Bridge', kind: 'group', moderator: true },
			{ address: 'k2mmd8sz', name: 'Coffee', kind: 'public', moderator: false },
		],
		test: {
			ok: true,
			checks: [
				{ name: 'login', ok: true, says: 'puente is logged in' },
				{ name: 'version', ok: true, says: 'Talk 24.0.0' },
				{ name: 'membership', ok: true, says: 'a participant of Project Bridge' },
			],
			carried: ['text', 'replies', 'reactions', 'files', 'edits and deletions'],
			lacks: ['polls'],
			room: 'Project Bridge',
		},
		settings: {
			enabled: true,
			groups: [],
			allowedHosts: [],
			refusedHosts: ['bad.example.org'],
			networks: [],
			maxBytes: 512 * MB,
			spoolBytes: 2048 * MB,
			mode: 'managed',
			control: '',
			nodePath: '',
			relayBase: '',
		},
		admin: {
			relay: 'running',
			version: '0.1.0',
			node: '24.21.0',
			since: now - 86_400_000,
			memoryBytes: 58 * MB,
			cpu: 0.004,
			waiting: 0,
			setAside: 1,
			gateways: 1,
			why: '',
			todo: '',
			runtime: { found: '/usr/bin/node', source: 'path', version: '24.21.0', wanted: '22.13' },
			lease: { host: 'nube1', pid: 4711, generation: 3, seen: now },
			logged: true,
		},
		gateways: [{
			id: 'g3',
			token: 'nb9xk3d2',
			name: 'Project',
			paused: false,
			createdBy: gateway.createdBy,
			createdAt: gateway.createdAt,
			members: [{ id: 1, network: 'nctalk', networkName: 'Nextcloud Talk', server: member.server, name: member.name, direction: 'inout', state: 'working', why: '', waiting: 0 }],
		}],
		checks: [
			{ id: 'node', name: 'Node.js', ok: true, level: 'ok', says: '24.21.0 at /usr/bin/node', todo: null },
			{ id: 'way', name: 'The relay’s way to this server', ok: false, level: 'error', says: 'https://nube.minube1.com can’t be reached from here', todo: 'Write an address that the server reaches itself at.' },
		],
		minutes: minutes(),
		plan: {
			applied: false,
			accounts: [{ label: 'nctalk.nube2', network: 'nctalk', server: 'https://nube.minube2.com', login: 'puente' }],
			gateways: [{ name: 'project', token: 'nb9xk3d2', members: [{ label: 'nctalk.nube2', address: 'p8ndr2kq', direction: 'inout' }] }],
			findings: [{ severity: 'warning', line: 12, what: 'Tengo scripts are not run', remedy: 'take the key out' }],
		},
		grantAfter: 1,
		refusals: new Map(),
		calls: [],
	}
}
