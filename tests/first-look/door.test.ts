import type { Program } from './program.ts'

import assert from 'node:assert/strict'
import { request } from 'node:http'
import { after, before, test } from 'node:test'
import { WebSocket } from 'ws'
import { startProgram } from './program.ts'

let program: Program
before(async () => {
	program = await startProgram()
})
after(async () => {
	await program.close()
})

interface Answer { readonly status: number, readonly headers: NodeJS.Dict<string | string[]>, readonly body: string }

function ask(path: string, headers: Readonly<Record<string, string>>, method = 'GET', body = ''): Promise<Answer> {
	return new Promise((resolve, reject) => {
		const asked = request(new URL(path, program.url), { method, headers }, (answer) => {
			let text = ''
			answer.on('data', (part) => {
				text += String(part)
			})
			answer.on('end', () => resolve({ status: answer.statusCode ?? 0, headers: answer.headers, body: text }))
		})
		asked.on('error', reject)
		asked.end(body)
	})
}

/** What a WebSocket with this Origin and Host comes to: its first message, or the status that refused it. */
function live(headers: Readonly<Record<string, string>>): Promise<string> {
	return new Promise((resolve, reject) => {
		const socket = new WebSocket(`${program.url.replace('http', 'ws')}/live`, { headers })
		socket.once('message', (data) => {
			resolve(String(data))
			socket.terminate()
		})
		socket.once('unexpected-response', (_request, response) => resolve(String(response.statusCode)))
		socket.once('error', reject)
	})
}

test('only what is meant for this server is answered', async () => {
	const { host } = new URL(program.url)
	assert.equal((await ask('/', { host })).status, 200)
	assert.equal((await ask('/', { host: host.replace('127.0.0.1', 'localhost') })).status, 200)
	for (const wrong of ['evil.example', `evil.example:${new URL(program.url).port}`, '127.0.0.1', '0.0.0.0:80']) {
		assert.equal((await ask('/', { host: wrong })).status, 403, wrong)
	}
})

test('only the page itself may change anything', async () => {
	const { host } = new URL(program.url)
	const path = '/file?side=left&as=marcos&name=a.txt'
	assert.equal((await ask(path, { host }, 'POST', 'x')).status, 403)
	assert.equal((await ask(path, { host, origin: 'http://evil.example' }, 'POST', 'x')).status, 403)
	assert.equal((await ask(path, { host, origin: 'null' }, 'POST', 'x')).status, 403)
	assert.equal((await ask(path, { host, origin: program.url }, 'POST', 'x')).status, 200)

	assert.equal(await live({}), '403')
	assert.equal(await live({ origin: 'http://evil.example' }), '403')
	assert.equal(await live({ origin: program.url, host: 'evil.example' }), '403')
	assert.equal((JSON.parse(await live({ origin: program.url })) as { readonly is: string }).is, 'file')
})

test('nothing of the page may come from elsewhere or stand inline', async () => {
	const { headers, body } = await ask('/', { host: new URL(program.url).host })
	const policy = String(headers['content-security-policy'])
	assert.match(policy, /default-src 'none'/)
	assert.match(policy, /script-src 'self'/)
	assert.doesNotMatch(policy, /unsafe|\*/)
	assert.equal(headers['x-content-type-options'], 'nosniff')
	assert.doesNotMatch(body, /<style|<script(?! type="module" src="\/)|https?:\/\//)
})

test('files outside the page’s folder are not given out', async () => {
	const { host } = new URL(program.url)
	for (const path of ['/../main.ts', '/..%2fmain.ts', '/%2e%2e/api.ts', '/page/app.ts', '/file/left/../../x', '/file/left/999']) {
		assert.equal((await ask(path, { host })).status, 404, path)
	}
})

test('a page that somebody sends is never shown as a page of this server', async () => {
	const { host } = new URL(program.url)
	const sent = await ask('/file?side=left&as=marcos&name=evil.html', { host, origin: program.url }, 'POST', '<script>alert(1)</script>')
	assert.equal(sent.status, 200)
	const url = await sharedFile(/evil\.html$/)
	const { headers, body } = await ask(url, { host })
	assert.equal(body, '<script>alert(1)</script>')
	assert.equal(headers['content-type'], 'application/octet-stream')
	assert.match(String(headers['content-disposition']), /^attachment/)
	assert.match(String(headers['content-security-policy']), /sandbox/)
})

interface Shown { readonly side?: { readonly messages: readonly { readonly file?: { readonly name: string, readonly url: string } }[] } }

/** The address of a file with such a name, as the page is told it. */
function sharedFile(name: RegExp): Promise<string> {
	return new Promise((resolve, reject) => {
		const socket = new WebSocket(`${program.url.replace('http', 'ws')}/live`, { headers: { origin: program.url } })
		socket.on('message', (data) => {
			const files = (JSON.parse(String(data)) as Shown).side?.messages.flatMap(({ file }) => file ?? []) ?? []
			const found = files.find((file) => name.test(file.name))
			if (found !== undefined) {
				resolve(found.url)
				socket.terminate()
			}
		})
		socket.once('error', reject)
	})
}

test('what is no command is answered with that', async () => {
	const answers = await new Promise<readonly string[]>((resolve, reject) => {
		const socket = new WebSocket(`${program.url.replace('http', 'ws')}/live`, { headers: { origin: program.url } })
		const heard: string[] = []
		socket.on('open', () => ['{', 'null', '{"number":7,"command":{"do":"relay","what":"format"}}'].forEach((text) => socket.send(text)))
		socket.on('message', (data) => {
			const told = JSON.parse(String(data)) as { readonly is: string, readonly number?: number, readonly problem?: string }
			if (told.is === 'answer') {
				heard.push(`${told.number} ${told.problem}`)
			}
			if (heard.length === 3) {
				resolve(heard)
				socket.terminate()
			}
		})
		socket.once('error', reject)
	})
	assert.match(answers[0] ?? '', /^0 .+JSON/)
	assert.deepEqual(answers.slice(1), ['0 That is no command.', '7 That is no command.'])
})
