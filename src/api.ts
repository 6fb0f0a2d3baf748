/**
 * One function per endpoint of docs/API.md. The interface asks the server nothing in any other way.
 * All throw what axios throws; `troubleOf` reads it.
 */
import type * as Api from './types.ts'

import axios from '@nextcloud/axios'
import { addPasswordConfirmationInterceptors, confirmPassword, isPasswordConfirmationRequired, PwdConfirmationMode } from '@nextcloud/password-confirmation'
import { generateOcsUrl } from '@nextcloud/router'

addPasswordConfirmationInterceptors(axios)

type Method = 'get' | 'post' | 'put' | 'delete'
type Query = Readonly<Record<string, string | number>>

interface Call {
	readonly data?: object
	readonly params?: Query
	readonly signal?: AbortSignal
	readonly confirmPassword?: PwdConfirmationMode
}

/** Asks the server; answers what stands in the OCS envelope. Each part of the path is encoded. */
async function ask<T>(method: Method, path: readonly (string | number)[], call: Call = {}): Promise<T> {
	const url = generateOcsUrl(['apps/talk_relay/api/v1', ...path.map((part) => encodeURIComponent(part))].join('/'))
	const answer = await axios.request<{ ocs: { data: T } }>({ method, url, ...call })
	return answer.data.ocs.data
}

/** As `ask`, after the administrator has confirmed the password (again only after half an hour). */
function confirmed<T>(method: Method, path: readonly (string | number)[], data?: object): Promise<T> {
	return ask<T>(method, path, { ...(data && { data }), confirmPassword: PwdConfirmationMode.Lax })
}

/** Asks for the password now, where a `confirmed` call would. Throws if the person gives none. */
export async function passwordFirst(): Promise<void> {
	if (isPasswordConfirmationRequired(PwdConfirmationMode.Lax)) {
		await confirmPassword()
	}
}

// One conversation

export const getRoom = (token: string) => ask<Api.RoomFederation>('get', ['rooms', token])
export const getState = (token: string, signal?: AbortSignal) => ask<Api.RoomState>('get', ['rooms', token, 'state'], signal ? { signal } : {})
export const addMember = (token: string, data: Api.NewMember) => ask<Api.RoomFederation>('post', ['rooms', token, 'members'], { data })
export const changeMember = (token: string, member: number, data: Api.MemberChange) => ask<unknown>('put', ['rooms', token, 'members', member], { data })
export const removeMember = (token: string, member: number) => ask<unknown>('delete', ['rooms', token, 'members', member])
export const changeGateway = (token: string, data: Api.GatewayChange) => ask<unknown>('put', ['rooms', token], { data })
export const endGateway = (token: string) => ask<unknown>('delete', ['rooms', token])
export const settleAside = (token: string, aside: number, action: 'retry' | 'discard') => ask<unknown>('post', ['rooms', token, 'asides', aside], { data: { action } })
export const block = (token: string, { id, name }: Api.Named) => ask<unknown>('post', ['rooms', token, 'blocked'], { data: { person: id, name } })
export const unblock = (token: string, person: string) => ask<unknown>('delete', ['rooms', token, 'blocked'], { params: { person } })
export const previewNick = (token: string, data: { readonly account?: number, readonly network?: string, readonly nickFormat: string }, signal?: AbortSignal) => ask<{ shown: string }>('post', ['rooms', token, 'preview'], { data, ...(signal && { signal }) })

// Accounts

export interface Trial {
	readonly account?: number
	readonly network?: string
	readonly settings?: Api.Settings
	readonly address?: string
}
export interface AccountData {
	readonly network: string
	readonly label?: string
	readonly settings: Api.Settings
}

export const getAccounts = () => ask<readonly Api.Account[]>('get', ['accounts'])
export const addAccount = (data: AccountData) => ask<Api.Account>('post', ['accounts'], { data })
export const changeAccount = (id: number, data: Partial<Omit<AccountData, 'network'>>) => ask<Api.Account>('put', ['accounts', id], { data })
export const removeAccount = (id: number) => ask<unknown>('delete', ['accounts', id])
export const testAccount = (data: Trial) => ask<Api.TestResult>('post', ['accounts', 'test'], { data })
export const getConversations = (account: number) => ask<readonly Api.Conversation[]>('get', ['accounts', account, 'conversations'])
export const beginLogin = (server: string) => ask<{ id: string, url: string }>('post', ['accounts', 'login'], { data: { server } })
export const pollLogin = (id: string) => ask<Api.LoginProgress>('get', ['accounts', 'login', id])
export const getNetworks = () => ask<readonly Api.NetworkForm[]>('get', ['networks'])

// Administration

export const getAdminSettings = () => ask<Api.AdminSettings>('get', ['admin', 'settings'])
export const putAdminSettings = (data: Partial<Api.AdminSettings>) => confirmed<Api.AdminSettings>('put', ['admin', 'settings'], data)
export const getAdminState = () => ask<Api.AdminState>('get', ['admin', 'state'])
export const steerRelay = (action: 'start' | 'stop' | 'restart') => confirmed<Api.AdminState>('post', ['admin', 'relay'], { action })
export const selfTest = () => confirmed<readonly Api.Check[]>('post', ['admin', 'self-test'])
export const getLog = (lines: number) => ask<{ lines: readonly string[] }>('get', ['admin', 'log'], { params: { lines } })
export const getHistory = () => ask<{ minutes: readonly Api.HistoryMinute[] }>('get', ['admin', 'history'])
export const getAllNetworks = () => ask<readonly Api.NetworkForm[]>('get', ['admin', 'networks'])
export const getGateways = (signal?: AbortSignal) => ask<readonly Api.AdminGateway[]>('get', ['admin', 'gateways'], signal ? { signal } : {})
export const pauseGateway = (id: string, paused: boolean) => confirmed<unknown>('put', ['admin', 'gateways', id], { paused })
export const endGatewayAsAdmin = (id: string) => confirmed<unknown>('delete', ['admin', 'gateways', id])
export const getSharedAccounts = () => ask<readonly Api.Account[]>('get', ['admin', 'accounts'])
export const addSharedAccount = (data: AccountData) => confirmed<Api.Account>('post', ['admin', 'accounts'], data)
export const changeSharedAccount = (id: number, data: Partial<Omit<AccountData, 'network'>>) => confirmed<Api.Account>('put', ['admin', 'accounts', id], data)
export const removeSharedAccount = (id: number) => confirmed<unknown>('delete', ['admin', 'accounts', id])
export const testSharedAccount = (data: Trial) => confirmed<Api.TestResult>('post', ['admin', 'accounts', 'test'], data)
export const beginSharedLogin = (server: string) => confirmed<{ id: string, url: string }>('post', ['admin', 'accounts', 'login'], { server })
export const pollSharedLogin = (id: string) => ask<Api.LoginProgress>('get', ['admin', 'accounts', 'login', id])
export const importFrom = (data: { readonly toml?: string, readonly bridges?: boolean, readonly apply: boolean }) => confirmed<Api.ImportPlan>('post', ['admin', 'import'], data)
export const fetchRuntime = () => confirmed<Api.AdminState>('post', ['admin', 'runtime'])
export const purge = () => confirmed<unknown>('post', ['admin', 'purge'])
export const newSecret = () => confirmed<{ secret: string, address: string }>('post', ['admin', 'secret'])
