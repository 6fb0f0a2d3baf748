import type { IncomingMessage, Server } from 'node:http'
import type { Asked, Command, Told } from './api.ts'
import type { RouteParts } from './routes.ts'

import { createServer } from 'node:http'
import { WebSocketServer } from 'ws'
import { readCommand } from './commands.ts'
import { guard, pageHeaders } from './guard.ts'
import { answer } from './routes.ts'

export interface DoorParts extends RouteParts {
	/** What a page that has just come needs. */
	greet(): readonly Told[]
	carryOut(command: Command): Promise<void>
}

/** The page's server: bound to this machine's own address, for this machine's browsers. */
export interface Door {
	readonly url: string
	/** To all pages that are open. */
	tell(told: Told): void
	isWatched(): boolean
	close(): Promise<void>
}

/** Takes the next free port where the wanted one is in use; 0: any. */
export async function openDoor(wanted: number, parts: DoorParts): Promise<Door> {
	const server = createServer()
	const port = await listen(server, wanted)
	const { host, origin } = guard(port)
	const sockets = new WebSocketServer({ noServer: true, maxPayload: 1_000_000 })

	server.on('request', (request, response) => {
		if (!host(request) || (request.method !== 'GET' && !origin(request))) {
			response.writeHead(403).end('This page is for this machine only.')
			return
		}
		answer(request, response, parts, pageHeaders(port)).catch((error: unknown) => {
			if (response.headersSent) {
				response.destroy()
			} else {
				response.writeHead(500, { 'content-type': 'text/plain; charset=utf-8' }).end(wordsOf(error))
			}
		})
	})
	server.on('upgrade', (request: IncomingMessage, socket, head) => {
		if (!host(request) || !origin(request) || request.url !== '/live') {
			socket.end('HTTP/1.1 403 Forbidden\r\nConnection: close\r\n\r\n')
			return
		}
		sockets.handleUpgrade(request, socket, head, (page) => {
			const tell = (told: Told): void => page.send(JSON.stringify(told))
			page.on('error', () => page.terminate())
			page.on('message', (data) => void heard(String(data), parts).then(tell))
			parts.greet().forEach(tell)
		})
	})
	return {
		url: `http://127.0.0.1:${port}`,
		tell(told) {
			const text = JSON.stringify(told)
			sockets.clients.forEach((page) => page.send(text))
		},
		isWatched: () => sockets.clients.size > 0,
		async close() {
			sockets.clients.forEach((page) => page.terminate())
			const closed = new Promise<void>((resolve) => server.close(() => resolve()))
			server.closeAllConnections()
			await closed
		},
	}
}

function wordsOf(error: unknown): string {
	return error instanceof Error ? error.message : String(error)
}

/** Does what a page asked for, and answers it. */
async function heard(text: string, { carryOut }: DoorParts): Promise<Told> {
	let number = 0
	try {
		const asked = JSON.parse(text) as Partial<Asked> | null
		number = Number(asked?.number ?? 0)
		const command = readCommand(asked?.command)
		if (command === undefined) {
			throw new Error('That is no command.')
		}
		await carryOut(command)
		return { is: 'answer', number }
	} catch (error) {
		return { is: 'answer', number, problem: wordsOf(error) }
	}
}

async function listen(server: Server, wanted: number): Promise<number> {
	for (let port = wanted; ; port++) {
		const problem = await new Promise<NodeJS.ErrnoException | undefined>((resolve) => {
			server.once('error', resolve)
			server.listen(port, '127.0.0.1', () => {
				server.off('error', resolve)
				resolve(undefined)
			})
		})
		const address = server.address()
		if (problem === undefined && typeof address === 'object' && address !== null) {
			return address.port
		}
		if (problem?.code !== 'EADDRINUSE' || port >= Math.min(wanted + 100, 65535)) {
			throw problem ?? new Error('The page has no port.')
		}
	}
}
