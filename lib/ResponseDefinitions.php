<?php

declare(strict_types=1);

/**
 * SPDX-FileCopyrightText: 2026 Talk Relay contributors
 * SPDX-License-Identifier: AGPL-3.0-or-later
 */

namespace OCA\TalkRelay;

/**
 * The shapes of the API's answers; openapi.json is made from these. Times are milliseconds since 1970.
 *
 * @psalm-type TalkRelayNamed = array{
 *     id: string,
 *     name: string,
 * }
 *
 * @psalm-type TalkRelayPerson = array{
 *     id: string,
 *     name: string,
 *     avatar: ?string,
 * }
 *
 * @psalm-type TalkRelayMember = array{
 *     id: int,
 *     account: int,
 *     accountLabel: string,
 *     network: string,
 *     networkName: string,
 *     server: string,
 *     address: string,
 *     name: string,
 *     direction: 'in'|'out'|'inout',
 *     nickFormat: string,
 *     consent: 'given'|'asked'|'paused'|'stopped',
 * }
 *
 * @psalm-type TalkRelayGateway = array{
 *     id: string,
 *     paused: bool,
 *     createdBy: TalkRelayNamed,
 *     createdAt: int,
 *     members: list<TalkRelayMember>,
 *     notices: list<'call'|'people'|'room'|'poll'>,
 *     maxBytes: int,
 *     refusedNames: list<string>,
 *     refusedKinds: list<'files'|'voice'|'reactions'|'edits'|'deletions'>,
 *     mentionEveryone: bool,
 *     blocked: list<TalkRelayNamed>,
 * }
 *
 * @psalm-type TalkRelayLimits = array{
 *     maxBytes: int,
 * }
 *
 * @psalm-type TalkRelayRoomFederation = array{
 *     token: string,
 *     name: string,
 *     gateway: ?TalkRelayGateway,
 *     relay: 'running'|'stopped'|'unreachable',
 *     limits: TalkRelayLimits,
 *     host: string,
 * }
 *
 * @psalm-type TalkRelayMemberState = array{
 *     id: int,
 *     state: 'working'|'waiting'|'stopped'|'paused',
 *     why: string,
 *     todo: string,
 *     fault: null|'account'|'room'|'server',
 *     since: int,
 *     waiting: int,
 *     oldest: ?int,
 *     lacks: list<string>,
 *     consent: 'given'|'asked'|'paused'|'stopped',
 *     people: list<TalkRelayPerson>,
 * }
 *
 * @psalm-type TalkRelayAside = array{
 *     id: int,
 *     member: int,
 *     at: int,
 *     why: string,
 *     author: string,
 *     excerpt: string,
 * }
 *
 * @psalm-type TalkRelayRoomState = array{
 *     relay: 'running'|'stopped'|'unreachable',
 *     at: int,
 *     members: list<TalkRelayMemberState>,
 *     asides: list<TalkRelayAside>,
 * }
 *
 * @psalm-type TalkRelayShown = array{
 *     shown: string,
 * }
 *
 * @psalm-type TalkRelayAccount = array{
 *     id: int,
 *     network: string,
 *     networkName: string,
 *     label: string,
 *     server: string,
 *     login: string,
 *     shared: bool,
 *     own: bool,
 *     set: list<string>,
 *     settings: array<string, string|int|float|bool>,
 *     used: int,
 * }
 *
 * @psalm-type TalkRelayField = array{
 *     type: 'text'|'secret'|'flag'|'number',
 *     label: string,
 *     example?: string,
 *     optional?: bool,
 *     fallback?: bool|int|float,
 * }
 *
 * @psalm-type TalkRelayNetworkForm = array{
 *     id: string,
 *     name: string,
 *     fields: array<string, TalkRelayField>,
 * }
 *
 * @psalm-type TalkRelayTestCheck = array{
 *     name: 'address'|'login'|'version'|'membership'|'permission',
 *     ok: bool,
 *     says: string,
 *     todo?: string,
 * }
 *
 * @psalm-type TalkRelayTestResult = array{
 *     ok: bool,
 *     checks: list<TalkRelayTestCheck>,
 *     carried: list<string>,
 *     lacks: list<string>,
 *     room?: string,
 * }
 *
 * @psalm-type TalkRelayConversation = array{
 *     address: string,
 *     name: string,
 *     kind: 'group'|'public'|'other',
 *     moderator: bool,
 * }
 *
 * @psalm-type TalkRelayLoginBegun = array{
 *     id: string,
 *     url: string,
 * }
 *
 * @psalm-type TalkRelayLoginProgress = array{
 *     state: 'waiting'|'done'|'gone',
 *     account?: TalkRelayAccount,
 * }
 *
 * @psalm-type TalkRelayAdminSettings = array{
 *     enabled: bool,
 *     groups: list<string>,
 *     allowedHosts: list<string>,
 *     refusedHosts: list<string>,
 *     networks: list<string>,
 *     maxBytes: int,
 *     spoolBytes: int,
 *     mode: 'managed'|'external',
 *     control: string,
 *     nodePath: string,
 *     relayBase: string,
 * }
 *
 * @psalm-type TalkRelayRuntime = array{
 *     found: ?string,
 *     source: 'setting'|'path'|'package'|'none',
 *     version: ?string,
 *     wanted: string,
 * }
 *
 * @psalm-type TalkRelayLease = array{
 *     host: string,
 *     pid: int,
 *     generation: int,
 *     seen: int,
 * }
 *
 * @psalm-type TalkRelayAdminState = array{
 *     relay: 'running'|'stopped'|'unreachable'|'off',
 *     version: ?string,
 *     node: ?string,
 *     since: ?int,
 *     memoryBytes: ?int,
 *     cpu: ?float,
 *     waiting: int,
 *     setAside: int,
 *     gateways: int,
 *     why: string,
 *     todo: string,
 *     runtime: TalkRelayRuntime,
 *     lease: ?TalkRelayLease,
 *     logged: bool,
 * }
 *
 * @psalm-type TalkRelayAdminMember = array{
 *     id: int,
 *     network: string,
 *     networkName: string,
 *     server: string,
 *     name: string,
 *     direction: 'in'|'out'|'inout',
 *     state: 'working'|'waiting'|'stopped'|'paused',
 *     why: string,
 *     waiting: int,
 * }
 *
 * @psalm-type TalkRelayAdminGateway = array{
 *     id: string,
 *     token: string,
 *     name: string,
 *     paused: bool,
 *     createdBy: TalkRelayNamed,
 *     createdAt: int,
 *     members: list<TalkRelayAdminMember>,
 * }
 *
 * @psalm-type TalkRelayImportAccount = array{
 *     label: string,
 *     network: string,
 *     server: string,
 *     login: string,
 * }
 *
 * @psalm-type TalkRelayImportMember = array{
 *     label: string,
 *     address: string,
 *     direction: 'in'|'out'|'inout',
 * }
 *
 * @psalm-type TalkRelayImportGateway = array{
 *     name: string,
 *     token: ?string,
 *     members: list<TalkRelayImportMember>,
 * }
 *
 * @psalm-type TalkRelayFinding = array{
 *     severity: 'problem'|'warning'|'note',
 *     line: ?int,
 *     what: string,
 *     remedy: string,
 * }
 *
 * @psalm-type TalkRelayImportPlan = array{
 *     applied: bool,
 *     accounts: list<TalkRelayImportAccount>,
 *     gateways: list<TalkRelayImportGateway>,
 *     findings: list<TalkRelayFinding>,
 * }
 *
 * @psalm-type TalkRelayCheck = array{
 *     id: string,
 *     name: string,
 *     ok: bool,
 *     level: 'ok'|'warning'|'error',
 *     says: string,
 *     todo: ?string,
 * }
 *
 * @psalm-type TalkRelayHistoryMinute = array{
 *     at: int,
 *     accepted: int,
 *     delivered: int,
 *     p50: float,
 *     p95: float,
 * }
 *
 * @psalm-type TalkRelaySecret = array{
 *     secret: string,
 *     address: string,
 * }
 */
final class ResponseDefinitions {
}
