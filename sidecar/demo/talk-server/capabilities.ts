import type { Json } from './types.ts'

/** Versions of Talk whose abilities the server can pretend to. */
export type TalkVersion = keyof typeof versions

/**
 * Versions of Talk with the version of Nextcloud they run on, oldest first; each has the features of those before it.
 * From Talk's docs/capabilities.md, which lists for each version what it added.
 */
const versions = {
	12: { server: [22, 2, 10], full: '12.3.0', features: [
		'audio video chat-v2 conversation-v4 guest-signaling empty-group-room guest-display-names multi-room-users',
		'favorites last-room-activity no-ping system-messages delete-messages mention-flag in-call-flags',
		'conversation-call-flags notification-levels invite-groups-and-mails locked-one-to-one-rooms read-only-rooms',
		'listable-rooms chat-read-marker webinary-lobby start-call-flag chat-replies circles-support force-mute',
		'sip-support chat-read-status phonebook-search raise-hand room-description rich-object-sharing',
		'temp-user-avatar-api geo-location-sharing voice-message-sharing signaling-v3 publishing-permissions',
		'clear-history chat-reference-id',
	].join(' ') },
	13: { server: [23, 0, 12], full: '13.0.11', features: 'direct-mention-flag notification-calls conversation-permissions' },
	14: { server: [24, 0, 12], full: '14.0.11', features: 'chat-unread reactions rich-object-list-media rich-object-delete' },
	15: { server: [25, 0, 13], full: '15.0.8', features: [
		'unified-search chat-permission silent-send message-expiration sip-support-nopin send-call-notification',
		'silent-call talk-polls',
	].join(' ') },
	16: { server: [26, 0, 13], full: '16.0.11', features: [
		'breakout-rooms-v1 recording-v1 chat-get-context',
		'single-conversation-status chat-keep-notifications',
	].join(' ') },
	17: { server: [27, 1, 11], full: '17.1.10', features: 'avatar typing-privacy remind-me-later bots-v1 markdown-messages' },
	18: { server: [28, 0, 14], full: '18.0.14', features: [
		'media-caption session-state note-to-self',
		'recording-consent sip-support-dialout',
	].join(' ') },
	19: { server: [29, 0, 16], full: '19.0.15', features: [
		'delete-messages-unlimited edit-messages silent-send-state',
		'chat-read-last federation-v1',
	].join(' ') },
	20: { server: [30, 0, 17], full: '20.1.11', features: [
		'ban-v1 mention-permissions federation-v2 edit-messages-note-to-self archived-conversations-v2 talk-polls-drafts',
		'download-call-participants email-csv-import',
	].join(' ') },
	21: { server: [31, 0, 14], full: '21.1.10', features: [
		'conversation-creation-password call-notification-state-api schedule-meeting edit-draft-poll',
		'conversation-creation-all sip-direct-dialin important-conversations unbind-conversation dashboard-event-rooms',
		'mutual-calendar-events upcoming-reminders sensitive-conversations',
	].join(' ') },
	22: { server: [32, 0, 6], full: '22.0.9', features: 'threads' },
	23: { server: [33, 0, 2], full: '23.0.3', features: 'pinned-messages federated-shared-items scheduled-messages' },
	24: { server: [34, 0, 1], full: '24.0.0', features: 'react-permission conversation-presets private-reply conversation-tags' },
} as const

export interface Abilities {
	readonly talk: string
	/** Major, minor and micro of the server. */
	readonly server: readonly [number, number, number]
	readonly features: ReadonlySet<string>
}

export const isTalkVersion = (text: string): text is `${TalkVersion}` => text in versions

export function abilitiesOf(version: TalkVersion): Abilities {
	const upTo = Object.entries(versions).filter(([each]) => Number(each) <= version)
	const { server, full } = versions[version]
	return { talk: full, server, features: new Set(upTo.flatMap(([, { features }]) => features.split(' '))) }
}

interface Reader { readonly readPrivacy: number }

/** `data` of `GET cloud/capabilities`, as far as a client of Talk looks at it; for strangers without the app's own part. */
export function capabilities(abilities: Abilities, person: Reader | undefined, url: string): Json {
	const [major, minor, micro] = abilities.server
	const features = [...abilities.features]
	return {
		version: { major, minor, micro, string: `${major}.${minor}.${micro}`, edition: '', extendedSupport: false },
		capabilities: {
			core: { pollinterval: 60, 'webdav-root': 'remote.php/webdav', 'reference-api': true, 'mod-rewrite-working': true },
			files: { bigfilechunking: true, undelete: true, forbidden_filename_characters: ['\\', '/'] },
			dav: { chunking: '1.0', bulkupload: '1.0' },
			files_sharing: { api_enabled: true, resharing: true, default_permissions: 31 },
			theming: { name: 'Nextcloud', url, color: '#00679e' },
			...person === undefined && { bruteforce: { delay: 0, 'allow-listed': false } },
			spreed: { features, ...spreedConfig(abilities, person), version: abilities.talk },
		},
	}
}

function spreedConfig({ features, server }: Abilities, person: Reader | undefined): { readonly [key: string]: Json } {
	const local = ['favorites', 'chat-read-status', 'listable-rooms', 'phonebook-search', 'avatar'].filter((each) => features.has(each))
	return {
		...server[0] >= 28 && { 'features-local': local },
		config: {
			attachments: {
				allowed: person !== undefined,
				...server[0] >= 34 && { 'conversation-subfolders': true },
				...person !== undefined && { folder: '/Talk' },
			},
			call: { enabled: true, 'breakout-rooms': true, recording: false, 'recording-consent': 0, 'sip-enabled': false },
			chat: { 'max-length': 32000, 'read-privacy': person?.readPrivacy ?? 1, 'typing-privacy': 0 },
			conversations: { 'can-create': person !== undefined, ...server[0] >= 31 && { 'description-length': 2000 } },
			...features.has('federation-v1') && { federation: { enabled: false, 'incoming-enabled': false, 'outgoing-enabled': false } },
			previews: { 'max-gif-size': 3145728 },
			signaling: { 'session-ping-limit': 200, mode: 'internal' },
			...features.has('react-permission') && { permissions: { 'max-default': 510, 'max-custom': 511, default: 502 } },
		},
	}
}
