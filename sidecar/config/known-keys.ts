/** Where a key stands: an account's table, `[general]`, `[tengo]`, a gateway, one of its rooms, that room's options, … */
export type Section = 'account' | 'general' | 'tengo' | 'gateway' | 'member' | 'options' | 'samechannelgateway'

/** What the relay does with a key of Matterbridge's, or with one of its own. Names are as people write them. */
export type Standing
	= | { readonly is: 'honoured' }
	/** `loud`: without it the relay does something that the person who set it may not expect. */
		| { readonly is: 'not applicable', readonly why: string, readonly loud?: true }
		| { readonly is: 'other network', readonly of: string }

/** Keys about names and texts that an account of any network may carry, and `[general]` as default for all accounts. */
export const ruleKeys = [
	'RemoteNickFormat',
	'Label',
	'StripNick',
	'IgnoreNicks',
	'IgnoreMessages',
	'ReplaceNicks',
	'ReplaceMessages',
	'ExtractNicks',
	'ShowJoinPart',
	'ShowTopicChange',
	'GuestSuffix',
	'IgnoreFailureOnStart',
] as const

/** Keys of a gateway that `[general]` gives the default for. */
export const carriedKeys = ['MediaDownloadSize', 'MediaDownloadBlacklist', 'Notices', 'MentionEveryone', 'Language'] as const

/** Keys of `[general]` alone. */
export const generalKeys = [
	'LogFile',
	'Debug',
	'LogFormat',
	'LogLevel',
	'LogMessageText',
	'StateDir',
	'SpoolSize',
	'MetricsPort',
] as const

export const gatewayKeys = ['name', 'enable', 'in', 'out', 'inout', ...carriedKeys] as const
export const sameChannelKeys = ['name', 'enable', 'accounts', 'channels', ...carriedKeys] as const
export const memberKeys = ['account', 'channel', 'options'] as const

/** Of Matterbridge's keys those that a relay between Talk rooms has no use for, and why. */
export const notApplicable: Readonly<Record<string, { readonly why: string, readonly loud?: true }>> = {
	MediaServerUpload: { why: 'files are put into the rooms themselves, so no media server is needed' },
	MediaDownloadPath: { why: 'files are put into the rooms themselves, so no media server is needed' },
	MediaServerDownload: { why: 'files are put into the rooms themselves, so no media server is needed' },
	TengoModifyMessage: { why: 'Tengo scripts are not run; ReplaceMessages and ReplaceNicks change texts and names', loud: true },
	InMessage: { why: 'Tengo scripts are not run; ReplaceMessages and ReplaceNicks change texts and names', loud: true },
	Message: { why: 'Tengo scripts are not run; ReplaceMessages and ReplaceNicks change texts and names', loud: true },
	OutMessage: { why: 'Tengo scripts are not run; IgnoreMessages keeps messages back', loud: true },
	NoSendJoinPart: { why: 'joins cross only where the receiving account sets ShowJoinPart', loud: true },
	JoinDelay: { why: 'joining a room costs its server nothing here, so there is nothing to spread' },
	PreserveThreading: { why: 'replies and threads are always kept' },
	EditDisable: { why: 'edits always cross, as edits', loud: true },
	EditSuffix: { why: 'edits cross as edits, which Talk marks itself' },
	EditMaxDays: { why: 'the servers say themselves how long a message can be edited' },
	QuoteDisable: { why: 'replies cross as real replies' },
	QuoteFormat: { why: 'replies cross as real replies' },
	QuoteLengthLimit: { why: 'replies cross as real replies' },
	PrefixMessagesWithNick: { why: 'RemoteNickFormat alone says how names appear' },
	MessageClipped: { why: 'nothing is clipped: what is too long goes in several messages' },
	MessageLength: { why: 'the target itself says how long a message may be' },
	MessageSplit: { why: 'what is too long always goes in several messages' },
	MessageSplitMaxCount: { why: 'what is too long goes in as many messages as it needs' },
	MessageDelay: { why: 'the pace is the target\'s own' },
	MessageQueue: { why: 'what waits is on disk and has no end' },
	IconURL: { why: 'Talk shows the picture of the login; set it in that login\'s profile' },
	StripMarkdown: { why: 'Talk reads Markdown, so it is kept' },
}

/** Keys of Matterbridge's that mean something on these networks only (its names for them). */
export const ofOtherNetworks: Readonly<Record<string, string>> = {
	AccessToken: 'mastodon',
	AllowMention: 'discord',
	Anonymous: 'xmpp',
	AppToken: 'slack',
	Authcode: 'steam',
	AutoWebhooks: 'discord',
	Bind: 'irc',
	BindAddress: 'api',
	Buffer: 'api',
	Charset: 'irc',
	ClientID: 'mastodon, msteams',
	ClientSecret: 'mastodon',
	ColorNicks: 'irc',
	Community: 'harmony',
	CustomStatus: 'discord',
	DebugLevel: 'irc',
	DeviceID: 'matrix',
	DisableMarkdownParsing: 'matrix',
	DisableWebPagePreview: 'telegram',
	DoubleColonPrefix: 'telegram',
	HTMLDisable: 'matrix',
	Homeserver: 'harmony',
	Jid: 'xmpp',
	KeepQuotedReply: 'matrix',
	Key: 'irc, xmpp',
	Mechanism: 'xmpp',
	MediaConvertTgs: 'telegram',
	MediaConvertWebPToPNG: 'telegram',
	MessageFormat: 'telegram',
	Muc: 'xmpp',
	MxID: 'matrix',
	Nick: 'irc, mumble, rocketchat, xmpp',
	NickFormatter: 'mattermost, slack',
	NickServNick: 'irc',
	NickServPassword: 'irc',
	NickServUsername: 'irc',
	NicksPerRow: 'mattermost, slack',
	NoHomeServerSuffix: 'matrix',
	NoPLAIN: 'xmpp',
	NoStartTLS: 'xmpp',
	NoTLS: 'mattermost, rocketchat, xmpp',
	Number: 'whatsapp',
	PickleKey: 'matrix',
	PingDelay: 'irc',
	QrOnWhiteTerminal: 'whatsapp',
	RealName: 'irc',
	RecoveryKey: 'matrix',
	RejoinDelay: 'irc',
	RelayFallbackNick: 'irc',
	RunCommands: 'irc',
	SessionFile: 'msteams, whatsapp',
	ShowEmbeds: 'discord',
	ShowUserTyping: 'slack',
	SkipVersionCheck: 'mattermost',
	SpoofUsername: 'matrix',
	SyncTopic: 'discord, slack',
	TLSCACertificate: 'mumble',
	TLSClientCertificate: 'irc, mumble',
	TLSClientKey: 'mumble',
	Team: 'keybase, mattermost',
	TeamID: 'msteams',
	TenantID: 'msteams',
	Token: 'api, discord, matrix, mattermost, rocketchat, slack, telegram, vk, zulip',
	Topic: 'zulip',
	URL: 'mattermost, slack',
	UseAPI: 'mattermost, slack',
	UseDirectTLS: 'xmpp',
	UseDiscriminator: 'discord',
	UseFirstName: 'telegram',
	UseFullName: 'slack, telegram',
	UseInsecureURL: 'telegram',
	UseLocalAvatar: 'discord',
	UseMSC4144: 'matrix',
	UseRelayFallback: 'irc',
	UseRelayMsg: 'irc',
	UseSASL: 'irc',
	UseTLS: 'irc',
	UseUserName: 'discord, harmony, matrix, mattermost',
	UserComment: 'mumble',
	UserID: 'harmony',
	UserName: 'irc',
	VerboseJoinPart: 'irc',
	WebhookBindAddress: 'mattermost, rocketchat, slack',
	WebhookURL: 'discord, mattermost, rocketchat, slack, xmpp',
}

/** Matterbridge's names for the networks it knows, and has known. */
export const matterbridgeNetworks = [
	'api',
	'discord',
	'gitter',
	'harmony',
	'irc',
	'keybase',
	'mastodon',
	'matrix',
	'mattermost',
	'msteams',
	'mumble',
	'nctalk',
	'rocketchat',
	'slack',
	'slack-legacy',
	'sshchat',
	'steam',
	'telegram',
	'twitch',
	'vk',
	'whatsapp',
	'xmpp',
	'zulip',
] as const

/** Names other programs give to a field of ours: Matterbridge's fork calls an account's proxy so. */
export const aliases: Readonly<Record<string, string>> = { http_proxy: 'Proxy' }

/** A field's name, which programs write `skipTlsVerify`, as people do in the file. */
export function writtenAs(field: string): string {
	return ['SkipTLSVerify'].find((name) => name.toLowerCase() === field.toLowerCase()) ?? field.charAt(0).toUpperCase() + field.slice(1)
}

const sectionKeys: Readonly<Record<Section, readonly string[]>> = {
	account: ruleKeys,
	general: [...ruleKeys, ...carriedKeys, ...generalKeys],
	tengo: [],
	gateway: gatewayKeys,
	samechannelgateway: sameChannelKeys,
	member: memberKeys,
	options: [],
}

/** Where a key that stands in the wrong place belongs; the first that fits is told. */
const homes: readonly { readonly section: Section, readonly where: string }[] = [
	{ section: 'account', where: 'in the account\'s own table' },
	{ section: 'general', where: 'in [general]' },
	{ section: 'member', where: 'in [[gateway.in]], [[gateway.out]] and [[gateway.inout]]' },
	{ section: 'samechannelgateway', where: 'in [[samechannelgateway]]' },
	{ section: 'gateway', where: 'in [[gateway]]' },
]

/** Every key that may be meant in this section, for "did you mean". `fields` are those of the account's network, or of all networks. */
export function namesIn(section: Section, fields: readonly string[]): readonly string[] {
	return [...new Set([...sectionKeys[section], ...fields.map(writtenAs)])]
}

/** How the relay takes a key, whatever its case; undefined for one that nobody knows. */
export function standingOf(section: Section, written: string, fields: readonly string[]): Standing | undefined {
	const key = written.toLowerCase()
	const same = (name: string) => name.toLowerCase() === key
	const alias = section === 'tengo' ? undefined : Object.entries(aliases).find(([other]) => other === key)?.[1].toLowerCase()
	if (namesIn(section, fields).some(same) || fields.some((field) => field.toLowerCase() === alias)) {
		return { is: 'honoured' }
	}
	if (section === 'tengo') {
		return { is: 'not applicable', why: 'Tengo scripts are not run', loud: true }
	}
	const elsewhere = homes.find((home) => home.section !== section && sectionKeys[home.section].some(same))
	if (elsewhere !== undefined) {
		return { is: 'not applicable', why: `it is read ${elsewhere.where}`, loud: true }
	}
	const useless = Object.keys(notApplicable).find(same)
	if (useless !== undefined) {
		return { is: 'not applicable', ...notApplicable[useless]! }
	}
	const other = Object.keys(ofOtherNetworks).find(same)
	return other === undefined ? undefined : { is: 'other network', of: ofOtherNetworks[other]! }
}
