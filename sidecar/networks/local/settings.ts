import type { Infer } from '../../core/settings.ts'

/** What the app says of its own server (`DoorConfig`): nobody types this. */
export const fields = {
	host: { type: 'text', label: 'What this server is called in people’s ids', example: 'nube.example' },
	base: { type: 'text', label: 'Its public address', example: 'https://nube.example' },
	service: { type: 'text', label: 'The app’s own user' },
} as const

export type LocalSettings = Infer<typeof fields>
