import type { Finding } from './config.ts'
import type { Reading } from './read.ts'

import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { readConfig } from './read.ts'
import { testNetwork } from './test-network.ts'

const sample = (name: string): string => readFileSync(new URL(`samples/${name}`, import.meta.url), 'utf8')
const tutorial = sample('tutorial.toml')

interface Around { readonly env?: Record<string, string>, readonly files?: Record<string, string>, readonly mode?: number, readonly stateFolder?: string }

function reading(text: string, { env = {}, files = {}, mode = 0o600, stateFolder }: Around = {}): Reading {
	const all: Record<string, string> = { '/etc/relay.toml': text, ...files }
	return readConfig('/etc/relay.toml', {
		networks: [testNetwork],
		env: { HOME: '/home/ana', ...env },
		files: {
			read(path) {
				if (all[path] === undefined) {
					throw Object.assign(new Error(`no such file ${path}`), { code: 'ENOENT' })
				}
				return all[path]
			},
			mode: () => mode,
		},
		...(stateFolder !== undefined && { stateFolder }),
	})
}

const short = ({ severity, line, what }: Finding): string => `${severity} ${line ?? '-'}: ${what}`

test('the tutorial\'s file is taken as it is', () => {
	const { config, findings } = reading(tutorial)
	assert.deepEqual(findings, [])
	assert.ok(config)
	assert.deepEqual(config.accounts.map(({ id, network, settings }) => [id, network, settings.server, settings.login, settings.password]), [
		['nctalk.nube1', 'nctalk', 'https://nube.minube1.com', 'matterbot', 'aaaaa-bbbbb-ccccc-ddddd-eeeee'],
		['nctalk.nube2', 'nctalk', 'https://nube.minube2.com', 'matterbot', 'fffff-ggggg-hhhhh-iiiii-jjjjj'],
	])
	assert.deepEqual(config.gateways, [{
		name: 'puente',
		members: [
			{ room: 'nctalk.nube1/token1', direction: 'inout', nickFormat: '[{PROTOCOL}-{NICK}] ' },
			{ room: 'nctalk.nube2/token2', direction: 'inout', nickFormat: '[{PROTOCOL}-{NICK}] ' },
		],
		files: { maxBytes: 100_000_000, refusedNames: [] },
		notices: ['call', 'people', 'room', 'poll', 'relay'],
		mentionEveryone: false,
		sameAddress: false,
	}])
	assert.deepEqual([config.stateFolder, config.spoolBytes, config.metricsPort], ['/home/ana/.local/state/talk-relay', 2_000_000_000, undefined])
	assert.deepEqual(config.log, { format: 'text', level: 'info', messageText: false })
})

test('the tutorial\'s file, copied from a web page: each line with typographic quotes is named, and nothing else', () => {
	const { config, findings } = reading(sample('tutorial-copied.toml'))
	assert.equal(config, undefined)
	const lines = sample('tutorial-copied.toml').split('\n').flatMap((line, index) => /[“”„»«‘’″]/.test(line) ? [index + 1] : [])
	assert.ok(lines.length >= 12)
	assert.deepEqual(findings.map(({ line }) => line), lines)
	for (const { severity, what, remedy } of findings) {
		assert.equal(severity, 'problem')
		assert.match(what, /typographic quotes/)
		assert.match(remedy, /type plain quotes: \w+ = "…"/)
	}
})

test('typographic quotes within plain ones are somebody\'s wish', () => {
	const { config, findings } = reading(tutorial.replaceAll('"[{PROTOCOL}-{NICK}] "', '"«{NICK}» " # it’s “nice”'))
	assert.deepEqual(findings, [])
	assert.equal(config?.gateways[0]?.members[0]?.nickFormat, '«{NICK}» ')
})

/** The tutorial's file with lines replaced, added to tables or at the end; and what is then said. */
const slips: readonly (readonly [string, (text: string) => string, readonly string[]])[] = [
	['a forgotten quote', (text) => text.replace('"matterbot"', '"matterbot'), ['problem 5: Login: a text without its closing quote']],
	['no quotes', (text) => text.replace('"https://nube.minube1.com"', 'https://nube.minube1.com'), ['problem 4: the value of Server is not in quotes']],
	['a header without its bracket', (text) => text.replace('[nctalk.nube2]', '[nctalk.nube2'), ['problem 9: a header without its closing bracket: nctalk.nube2']],
	['a table twice', (text) => `${text}[nctalk.Nube1]\nServer = "https://x.example.org"\n`, ['problem 26: [nctalk.Nube1] stands twice, first in line 3']],
	['a key twice, in another case', (text) => text.replace('Login', 'Server = "x"\nserver = "y"\nLogin'), [
		'problem 5: Server stands twice in its table, first in line 4',
		'problem 6: server stands twice in its table, first in line 4',
	]],
	['an unknown account', (text) => text.replace('account="nctalk.nube2"', 'account="nctalk.nube3"'), [
		'note 9: no gateway uses the account nctalk.nube2, so it is not logged in',
		'problem 24: there is no account nctalk.nube3 – did you mean "nctalk.nube1"?',
	]],
	['one room only', (text) => text.split('\n').slice(0, 22).join('\n'), [
		'note 9: no gateway uses the account nctalk.nube2, so it is not logged in',
		'problem 15: the gateway "puente" has one room only',
	]],
	['a room twice', (text) => `${text}[[gateway.inout]]\naccount="nctalk.nube2"\nchannel="token2"\n`, ['warning 26: the gateway "puente" names the room nctalk.nube2/token2 twice']],
	['one conversation through two logins', (text) => `${text}[[gateway.inout]]\naccount="nctalk.again"\nchannel="token2"\n[nctalk.again]\nServer="https://NUBE.minube2.com/index.php/"\nLogin="b"\nPassword="p"\n`, [
		'problem 28: the gateway "puente" has one conversation twice: nctalk.again/token2 is nctalk.nube2/token2 in line 23, seen by another login',
	]],
	['nothing is heard', (text) => text.replaceAll('[[gateway.inout]]', '[[gateway.out]]'), ['problem 15: the gateway "puente" hears no room']],
	['nothing is written to', (text) => text.replaceAll('[[gateway.inout]]', '[[gateway.in]]'), ['problem 15: the gateway "puente" hears, but has no other room to write to']],
	['no name', (text) => text.replace('name="puente"\n', ''), ['problem 15: a gateway without a name']],
	['a name twice', (text) => `${text}${text.slice(text.indexOf('[[gateway]]'))}`, ['problem 27: the name "puente" is taken by the gateway in line 15']],
	['switched off', (text) => text.replace('enable=true', ''), [
		'note 3: no gateway uses the account nctalk.nube1, so it is not logged in',
		'note 9: no gateway uses the account nctalk.nube2, so it is not logged in',
		'note 15: the gateway "puente" is off',
		'problem 15: all gateways are off',
	]],
	['a pattern that is none', (text) => text.replace('Login', 'IgnoreNicks = "ok (bad"\nLogin'), ['problem 5: IgnoreNicks: "(bad" is no regular expression: a bracket "(" is not closed']],
	['a pattern that may hang', (text) => text.replace('Login', 'ReplaceMessages = [["(a+)+", "b"]]\nLogin'), ['warning 5: ReplaceMessages: "(a+)+" repeats a repetition, which can take very long on a text made for it']],
	['a number for a text', (text) => text.replace('"matterbot"', '5'), ['problem 5: Login is a number, which does not fit']],
	['a number for a password', (text) => text.replace('"aaaaa-bbbbb-ccccc-ddddd-eeeee"', '270881'), ['problem 6: Password is a number, which does not fit']],
	['true in quotes', (text) => text.replace('Login', 'SkipTLSVerify = "true"\nLogin'), ['warning 5: SkipTLSVerify is text, read as true']],
	['a text for a flag', (text) => text.replace('Login', 'StripNick = "yes"\nLogin'), ['problem 5: StripNick is text, which does not fit']],
	['a number in quotes', (text) => `${text}[general]\nMediaDownloadSize = "5000"\n`, ['warning 27: MediaDownloadSize is text, read as the number 5000']],
	['a text for a number', (text) => `${text}[general]\nMediaDownloadSize = "5 MB"\n`, ['problem 27: MediaDownloadSize is text, which does not fit']],
	['pairs that are none', (text) => text.replace('Login', 'ReplaceNicks = ["a", "b"]\nLogin'), ['problem 5: ReplaceNicks is a list, but not one of the right form']],
	['an empty token', (text) => text.replace('"token1"', '" "'), ['problem 21: a room (inout) without a channel']],
	['no token', (text) => text.replace('channel="token1"\n', ''), ['problem 19: a room (inout) without a channel']],
	['what the network refuses', (text) => text.replace('"token1"', '"https://nube.minube9.com/call/token1"'), ['problem 21: "https://nube.minube9.com/call/token1" is no conversation of https://nube.minube1.com']],
	['a slash in an account\'s name', (text) => text.replaceAll('[nctalk.nube1]', '[nctalk."nube/1"]').replace('nctalk.nube1', 'nctalk.nube/1'), ['problem 3: the account\'s name nctalk.nube/1 is empty or holds a slash or a dot']],
	['http', (text) => text.replace('https://nube.minube1', 'http://nube.minube1'), ['warning 4: nctalk.nube1 sends its password without encryption (http://)']],
	['http to this very machine', (text) => text.replace('https://nube.minube1.com', 'http://127.0.0.1:8080'), []],
	['no address', (text) => text.replace('https://nube.minube1.com', 'nube.minube1.com'), ['problem 4: Server is no web address']],
	['a login in the address', (text) => text.replace('https://nube.minube1', 'https://me:hidden@nube.minube1'), ['problem 4: Server holds a login or a password']],
	['no password', (text) => text.replace('Password = "aaaaa-bbbbb-ccccc-ddddd-eeeee"\n', ''), ['problem 3: nctalk.nube1 has no Password']],
	['an empty password', (text) => text.replace('"aaaaa-bbbbb-ccccc-ddddd-eeeee"', '""'), ['problem 6: nctalk.nube1 has no Password: it is empty']],
	['a misspelt key', (text) => text.replace('Password = "aaaaa', 'Pasword = "aaaaa'), [
		'problem 3: nctalk.nube1 has no Password',
		'warning 6: nobody knows the key Pasword – did you mean "Password"?',
	]],
	['a misspelt network', (text) => text.replaceAll('nctalk.nube1', 'nctlak.nube1'), [
		'warning 3: nobody knows [nctlak] – did you mean "nctalk"?',
		'problem 20: there is no network nctlak – did you mean "nctalk"?',
	]],
	['a network not spoken yet, unused', (text) => `${text}[irc.libera]\nNick = "a"\n`, ['note 26: no gateway uses the account irc.libera, so it is not logged in (the relay does not speak irc yet)']],
	['a network not spoken yet, used', (text) => `${text}[[gateway.inout]]\naccount="irc.libera"\nchannel="#a"\n[irc.libera]\nNick = "a"\n`, [
		'problem 27: the relay does not speak irc yet, so irc.libera can\'t take part',
	]],
	['a key of another network', (text) => text.replace('Login', 'Nick = "a"\nLogin'), ['note 5: Nick does nothing here: it is for irc, mumble, rocketchat, xmpp']],
	['a script', (text) => `${text}[tengo]\nInMessage = "a.tengo"\n`, ['warning 27: InMessage does nothing here: Tengo scripts are not run']],
	['a key without a table', (text) => `Debug = true\n${text}`, ['warning 1: Debug stands above all tables, where nothing is read']],
	['keys of no account', (text) => `[nctalk]\nServer = "x"\n${text}`, ['warning 2: Server stands in [nctalk], which is no account']],
	['nothing at all', () => '', ['problem -: there is no gateway']],
	['a placeholder in small letters', (text) => text.replace('"[{PROTOCOL}-{NICK}] "', '"[{nick}] "'), ['warning 7: RemoteNickFormat: nobody knows {nick} – did you mean "{NICK}"?']],
	['a sort of notices', (text) => text.replace('enable=true', 'enable=true\nNotices=["call","pol"]'), ['problem 18: Notices: there is no sort "pol" – did you mean "poll"?']],
	['joins that nobody lets through', (text) => text.replace('enable=true', 'enable=true\nNotices=["people"]'), ['warning 18: Notices lists "people", but no account here sets ShowJoinPart']],
	['single brackets', (text) => text.replace('[[gateway]]', '[gateway]'), ['warning 15: [gateway] with single brackets']],
	['a samechannelgateway with an account missing', (text) => `${text}[[samechannelgateway]]\nname="same"\nenable=true\naccounts=["nctalk.nube1","nctalk.nube7"]\nchannels=["abc"]\n`, [
		'problem 29: there is no account nctalk.nube7 – did you mean "nctalk.nube1"?',
	]],
	['a samechannelgateway with one account', (text) => `${text}[[samechannelgateway]]\nname="same"\nenable=true\naccounts=["nctalk.nube1"]\nchannels=["abc"]\n`, [
		'problem 26: the gateway "same" has one room only',
	]],
	['a port that is none', (text) => `${text}[general]\nMetricsPort = 99999\n`, ['problem 27: MetricsPort is no port']],
	['a level that is none', (text) => `${text}[general]\nLogLevel = "warning"\n`, ['problem 27: LogLevel can\'t be "warning" – did you mean "warn"?']],
	['no UTF-8', (text) => text.replace('puente', 'pu\ufffdnte'), ['problem 16: the file is not in UTF-8']],
	['a certificate that is not there', (text) => text.replace('Login', 'CaFile = "ca.pem"\nLogin'), ['problem 5: CaFile: /etc/ca.pem can\'t be read (ENOENT)']],
]
for (const [name, change, expected] of slips) {
	test(`what is said: ${name}`, () => {
		const changed = change(tutorial)
		assert.notEqual(changed, tutorial, 'the change took place')
		const { config, findings } = reading(changed)
		assert.deepEqual(findings.map(short), expected)
		assert.equal(config === undefined, expected.some((line) => line.startsWith('problem')))
		assert.ok(findings.every(({ file, remedy }) => file === '/etc/relay.toml' && remedy !== ''))
	})
}

test('all problems are told at once', () => {
	const text = tutorial.replace('"matterbot"', '“matterbot”').replace('"token1"', '""').replace('name="puente"', 'name=puente').replace('[nctalk.nube2]', '[nctalk.nube2')
	assert.deepEqual(reading(text).findings.map(({ line }) => line), [5, 9, 16, 21])
})

test('Matterbridge\'s keys keep their meaning', () => {
	const { config, findings } = reading(`
[GENERAL]
remotenickformat = "<{NICK}> "
Label = "both"
IgnoreNicks = "spam(mer)? ^bot$"
MediaDownloadSize = 5000
MediaDownloadBlacklist = [".html$", "(?i)\\\\.exe$"]
LogFile = "relay.log"
Debug = true
IgnoreFailureOnStart = true
[nctalk.One]
SERVER = "https://one.example.org/"
login = "a"
PassWord = "p"
label = "uno"
ShowJoinPart = true
StripNick = true
ReplaceNicks = [["user--", "user"]]
ReplaceMessages = [["(c)at", "\${1}og"]]
ExtractNicks = [["Relaybot", "<(.*?)>\\\\s+"]]
IgnoreMessages = ["a message with spaces"]
[nctalk.two]
Server = "https://two.example.org"
Login = "b"
Password = "q"
RemoteNickFormat = ""
[[gateway]]
Name = "g"
Enable = true
MediaDownloadSize = 6000
inout = [{ account = "nctalk.one", channel = "https://one.example.org/call/abc" }]
[[Gateway.In]]
account = "nctalk.two"
channel = "def"
[[gateway.out]]
account = "nctalk.two"
channel = "def"
`)
	assert.deepEqual(findings, [])
	const [one, two] = config!.accounts
	assert.deepEqual([one!.id, two!.id, one!.ignoreFailureOnStart], ['nctalk.One', 'nctalk.two', true])
	assert.deepEqual(one!.rules, {
		label: 'uno',
		ignoreNicks: [/spam(mer)?/u, /^bot$/u],
		ignoreMessages: [/a\u{20}message\u{20}with\u{20}spaces/u],
		replaceNicks: [{ pattern: /user\u{2d}\u{2d}/gu, by: 'user' }],
		replaceMessages: [{ pattern: /(c)at/gu, by: '$01og' }],
		extractNicks: [{ nick: /Relaybot/u, extract: /\u{3c}([^\n]*?)\u{3e}[\u{9}-\u{a}\u{c}-\u{d}\u{20}]+/u }],
		stripNick: true,
		guestSuffix: ' (Guest)',
		showJoinPart: true,
		showTopicChange: false,
	})
	assert.deepEqual([two!.rules.label, two!.rules.showJoinPart], ['both', false])
	assert.deepEqual(config!.gateways[0]!.members, [
		{ room: 'nctalk.One/abc', direction: 'inout', nickFormat: '<{NICK}> ' },
		{ room: 'nctalk.two/def', direction: 'inout', nickFormat: '' },
	])
	assert.equal(config!.gateways[0]!.files.maxBytes, 6000)
	assert.deepEqual(config!.gateways[0]!.files.refusedNames.map((source) => ['a.html', 'A.EXE', 'b.txt'].map((name) => new RegExp(source, 'u').test(name))), [
		[true, false, false],
		[false, true, false],
	])
	assert.deepEqual(config!.log, { format: 'text', level: 'debug', messageText: false, file: '/etc/relay.log' })
})

test('a samechannelgateway joins each account with each channel', () => {
	const { config } = reading(`${tutorial}[[samechannelgateway]]\nname="same"\nenable=true\naccounts=["nctalk.nube1","nctalk.nube2"]\nchannels=["abc","def"]\n`)
	assert.deepEqual([config?.gateways[1]?.sameAddress, config?.gateways[1]?.members.map(({ room }) => room)], [
		true,
		['nctalk.nube1/abc', 'nctalk.nube1/def', 'nctalk.nube2/abc', 'nctalk.nube2/def'],
	])
})

test('an unset nick format gives the name, an empty one gives none', () => {
	const format = (text: string) => reading(text).config?.gateways[0]?.members[0]?.nickFormat
	assert.equal(format(tutorial.replaceAll(/RemoteNickFormat.*\n/g, '')), '[{NICK}] ')
	assert.equal(format(tutorial.replaceAll(/RemoteNickFormat.*\n/g, 'RemoteNickFormat=""\n')), '')
})

test('settings come from Matterbridge\'s environment variables too, before the file', () => {
	const { config, findings } = reading(tutorial.replace('Password = "aaaaa-bbbbb-ccccc-ddddd-eeeee"\n', ''), {
		env: { MATTERBRIDGE_NCTALK_NUBE1_PASSWORD: 'from outside', MATTERBRIDGE_NCTALK_NUBE2_SKIPTLSVERIFY: 'true', MATTERBRIDGE_GENERAL_LABEL: 'l' },
	})
	assert.deepEqual(findings, [])
	assert.deepEqual(config?.accounts.map(({ settings, rules }) => [settings.password, settings.skipTlsVerify, rules.label]), [
		['from outside', false, 'l'],
		['fffff-ggggg-hhhhh-iiiii-jjjjj', true, 'l'],
	])
})

test('an environment variable with a slip is told', () => {
	const { findings } = reading(tutorial, { env: { MATTERBRIDGE_NCTALK_NUBE1_PASWORD: 'x', MATTERBRIDGE_VERSION: '1' } })
	assert.deepEqual(findings.map(short), ['warning -: the environment variable MATTERBRIDGE_NCTALK_NUBE1_PASWORD names no setting – did you mean MATTERBRIDGE_NCTALK_NUBE1_PASSWORD?'])
})

test('where the state is kept', () => {
	const folder = (text: string, around: Around = {}) => reading(text, around).config?.stateFolder
	const set = `${tutorial}[general]\nStateDir = "state"\n`
	assert.equal(folder(tutorial, { env: { XDG_STATE_HOME: '/x' } }), '/x/talk-relay')
	assert.equal(folder(tutorial, { env: { XDG_STATE_HOME: '/x', STATE_DIRECTORY: '/var/lib/talk-relay:/y' } }), '/var/lib/talk-relay')
	assert.equal(folder(set, { env: { STATE_DIRECTORY: '/var/lib/talk-relay' } }), '/etc/state')
	assert.equal(folder(set.replace('"state"', '"~/s"')), '/home/ana/s')
	assert.equal(folder(set, { stateFolder: '/given' }), '/given')
	assert.deepEqual(reading(tutorial, { env: { HOME: '' } }).findings.map(short), ['problem -: it is not said where the relay keeps its state, and there is no HOME'])
})

test('a file that holds a secret and that others can read', () => {
	assert.deepEqual(reading(tutorial, { mode: 0o100640 }).findings, [{
		severity: 'warning', file: '/etc/relay.toml', what: 'others on this machine can read this file, which holds a secret', remedy: 'chmod 600 /etc/relay.toml',
	}])
	const kept = tutorial.replaceAll(/Password = "[^"]*"/g, 'Password = "env:SECRET"')
	assert.deepEqual(reading(kept, { mode: 0o644, env: { SECRET: 's' } }).findings, [])
	assert.equal(reading(`${kept}[irc.a]\nNickServPassword="s"\n`, { mode: 0o644, env: { SECRET: 's' } }).findings.filter(({ severity }) => severity === 'warning').length, 1)
})

test('a file that is not there, and one of another kind', () => {
	const files = { read: (path: string) => readFileSync(path, 'utf8'), mode: () => 0o600 }
	const said = (path: string) => readConfig(path, { networks: [testNetwork], env: {}, files }).findings.map(short)
	assert.deepEqual(said('/nowhere/relay.toml'), ['problem -: it can\'t be read (ENOENT)'])
	assert.deepEqual(said('/nowhere/relay.yaml'), ['problem -: of Matterbridge\'s three forms of the file only TOML is read'])
})
