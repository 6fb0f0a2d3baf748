import type { Around } from './test-reading.ts'

import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { readConfig } from './read.ts'
import { testNetwork } from './test-network.ts'
import { reading, sample, short, tutorial } from './test-reading.ts'

test('the tutorial\'s file is taken as it is', () => {
	const { config, findings } = reading(tutorial)
	assert.deepEqual(findings, [])
	assert.ok(config)
	assert.deepEqual(config.accounts.map(({ id, settings }) => [id, settings.server, settings.login, settings.password]), [
		['nctalk.nube1', 'https://nube.minube1.com', 'matterbot', 'aaaaa-bbbbb-ccccc-ddddd-eeeee'],
		['nctalk.nube2', 'https://nube.minube2.com', 'matterbot', 'fffff-ggggg-hhhhh-iiiii-jjjjj'],
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

test('a gateway has its own language, or that of [general]', () => {
	const spoken = (general: string, own: string): readonly (string | undefined)[] => {
		const { config, findings } = reading(`${tutorial.replace('enable=true', `enable=true\n${own}`)}[general]\n${general}\n`)
		assert.deepEqual(findings, [])
		return config!.gateways.map(({ language }) => language)
	}
	assert.deepEqual(spoken('', ''), [undefined])
	assert.deepEqual(spoken('Language = "es"', ''), ['es'])
	assert.deepEqual(spoken('', 'language = "es_MX"'), ['es'])
	assert.deepEqual(spoken('Language = "es"', 'Language = "en"'), ['en'])
	assert.deepEqual(spoken('Language = ""', ''), [undefined])
	const { findings } = reading(`${tutorial}[general]\nLanguage = "xx"\n`)
	assert.equal(findings[0]?.remedy, 'write one of "en", "es"')
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
	const { extractNicks, ...rules } = one!.rules
	assert.deepEqual(extractNicks.map(({ nick, extract }) => [nick.test('a Relaybot'), extract.exec('a <ana> b')?.slice(0, 2)]), [[true, ['<ana> ', 'ana']]])
	assert.deepEqual(rules, {
		label: 'uno',
		ignoreNicks: [/spam(mer)?/u, /^bot$/u],
		ignoreMessages: [/a\u{20}message\u{20}with\u{20}spaces/u],
		replaceNicks: [{ pattern: /user\u{2d}\u{2d}/gu, by: 'user' }],
		replaceMessages: [{ pattern: /(c)at/gu, by: '$01og' }],
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
	assert.deepEqual(config!.gateways[0]!.files.refusedNames.map((source) => ['a.html', 'A.EXE', 'b.txt'].map((name) => new RegExp(source, 'iu').test(name))), [
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
		severity: 'warning',
		file: '/etc/relay.toml',
		what: 'others on this machine can read this file, which holds a secret',
		remedy: 'chmod 600 /etc/relay.toml',
	}])
	const kept = tutorial.replaceAll(/Password = "[^"]*"/g, 'Password = "env:SECRET"')
	assert.deepEqual(reading(kept, { mode: 0o644, env: { SECRET: 's' } }).findings, [])
	assert.equal(reading(`${kept}[irc.a]\nNickServPassword="s"\n`, { mode: 0o644, env: { SECRET: 's' } }).findings.filter(({ severity }) => severity === 'warning').length, 1)
})

test('a file that is not there, and one of another kind', () => {
	const files = { read: (path: string) => readFileSync(path, 'utf8'), mode: () => 0o600 }
	const said = (path: string) => readConfig(path, { networks: [testNetwork], env: {}, files }).findings.map(short)
	assert.deepEqual(said('/nowhere/relay.toml'), ['problem -: it can\'t be read (ENOENT)'])
	assert.equal(said('/nowhere/matterbridge.toml')[0], 'note -: Nextcloud Talk ends processes of its own user whose command line has "matterbridge" in it')
	assert.deepEqual(said('/nowhere/relay.yaml'), ['problem -: of Matterbridge\'s three forms of the file only TOML is read'])
})
