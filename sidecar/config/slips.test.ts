import assert from 'node:assert/strict'
import { test } from 'node:test'
import { reading, short, tutorial } from './test-reading.ts'

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
	['a language that is not spoken', (text) => text.replace('enable=true', 'enable=true\nLanguage="xx"'), ['problem 18: Language can\'t be "xx": the relay does not speak it']],
	['a language for all, that is not spoken', (text) => `${text}[general]\nLanguage = "Spanish"\n`, ['problem 27: Language can\'t be "Spanish": the relay does not speak it']],
	['a language of an account', (text) => text.replace('Login', 'Language = "es"\nLogin'), ['warning 5: Language does nothing here: it is read in [general]']],
	['joins that nobody lets through', (text) => text.replace('enable=true', 'enable=true\nNotices=["people"]'), ['warning 18: Notices lists "people", but no account here sets ShowJoinPart']],
	['single brackets', (text) => text.replace('[[gateway]]', '[gateway]'), ['warning 15: [gateway] with single brackets']],
	['a samechannelgateway with an account missing', (text) => `${text}[[samechannelgateway]]\nname="same"\nenable=true\naccounts=["nctalk.nube1","nctalk.nube7"]\nchannels=["abc"]\n`, [
		'problem 29: there is no account nctalk.nube7 – did you mean "nctalk.nube1"?',
	]],
	['a samechannelgateway with one account', (text) => `${text}[[samechannelgateway]]\nname="same"\nenable=true\naccounts=["nctalk.nube1"]\nchannels=["abc"]\n`, [
		'problem 26: the gateway "same" has one room only',
	]],
	['words that every object knows', (text) => `${text.replace('Login', 'constructor = 1\nLogin')}[__proto__.toString]\nx = 1\n`, [
		'warning 5: nobody knows the key constructor',
		'warning 27: nobody knows [__proto__]',
		'note 27: no gateway uses the account __proto__.toString, so it is not logged in (the relay does not speak __proto__ yet)',
	]],
	['an environment variable that every object knows', (text) => text.replace('"aaaaa-bbbbb-ccccc-ddddd-eeeee"', '"env:constructor"'), [
		'problem 6: Password of nctalk.nube1: the environment variable it names is empty or not set',
	]],
	['a password that looks like the name of something is not told', (text) => text.replace('"aaaaa', 'env: "aaaaa'), [
		'problem 6: the value of Password is not in quotes',
		'problem 6: Password of nctalk.nube1: the environment variable it names is empty or not set',
	]],
	['a line break in what is quoted', (text) => text.replace('account="nctalk.nube2"', 'account="a\\nb"'), [
		'note 9: no gateway uses the account nctalk.nube2, so it is not logged in',
		'problem 24: there is no account a b',
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
