import type { Command, Told } from '../api.ts'

/** The connection to the page's server. */
export interface Live {
	/** Resolves when it is done; rejects with the reason in plain words. */
	ask(command: Command): Promise<void>
}

/** Connects, and does so again whenever the connection is lost. `there` is told whether it stands. */
export function connect(hear: (told: Exclude<Told, { is: 'answer' }>) => void, there: (stands: boolean) => void): Live {
	const open = new Map<number, { readonly resolve: () => void, readonly reject: (error: Error) => void }>()
	let socket: WebSocket | undefined
	let number = 0

	const answered = ({ number: of, problem }: Extract<Told, { is: 'answer' }>): void => {
		const asked = open.get(of)
		open.delete(of)
		if (problem === undefined) {
			asked?.resolve()
		} else {
			asked?.reject(new Error(problem))
		}
	}
	const start = (): void => {
		const fresh = new WebSocket(`ws://${location.host}/live`)
		fresh.addEventListener('open', () => {
			socket = fresh
			there(true)
		})
		fresh.addEventListener('message', ({ data }) => {
			const told = JSON.parse(String(data)) as Told
			if (told.is === 'answer') {
				answered(told)
			} else {
				hear(told)
			}
		})
		fresh.addEventListener('close', () => {
			socket = undefined
			there(false)
			open.forEach(({ reject }) => reject(new Error('The program behind this page has ended.')))
			open.clear()
			setTimeout(start, 1000)
		})
	}
	start()
	return {
		ask: (command) => new Promise((resolve, reject) => {
			if (socket === undefined) {
				reject(new Error('The program behind this page has ended.'))
				return
			}
			number += 1
			open.set(number, { resolve, reject })
			socket.send(JSON.stringify({ number, command }))
		}),
	}
}
