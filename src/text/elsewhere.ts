/** Where a relay that the app does not start can run: beside this server on its machine, or on another one, which a container is, too. */
export type Where = 'same' | 'other'

/** What is pasted where. */
export interface Pasted {
	readonly environment: string
	readonly command: string
	/** Where this server reaches the relay then; what the settings take as its address. */
	readonly control: string
}

/** As in docs/talk-relay-app.service. */
const socket = '/run/talk-relay/control.sock'
/** As in docs/compose.yaml, where the container is called `relay`. */
const port = 8787

/**
 * A socket on the same machine, where nobody but the relay's user and PHP's group can reach it; else a port, for all that can reach that
 * machine. `address`: this server's. The secret stands in the environment, never on a command line.
 */
export function pastedFor(where: Where, { secret, address }: { readonly secret: string, readonly address: string }): Pasted {
	const door = where === 'same' ? `--socket ${socket}` : `--listen 0.0.0.0:${port}`
	return {
		environment: `TALK_RELAY_SECRET=${secret}`,
		command: `talk-relay serve --app ${address} ${door}`,
		control: where === 'same' ? socket : `relay:${port}`,
	}
}
