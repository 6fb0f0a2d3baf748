import type { Connection } from './ocs.ts'

interface Told { readonly capabilities: { readonly spreed: { readonly config: { readonly chat: Readonly<Record<string, number>> } } } }

/** 0: the others see how far one has read; 1: they don't. */
export async function readPrivacyOf(connection: Connection): Promise<number | undefined> {
	const { capabilities: { spreed: { config: { chat } } } } = await connection.get<Told>('GET', '/ocs/v2.php/cloud/capabilities')
	return chat['read-privacy']
}
