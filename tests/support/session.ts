/** A browser's login at a Nextcloud: what its cookies are then. */

interface Cookies { readonly header: () => string, readonly take: (answer: Response) => void }

function jar(): Cookies {
	const kept = new Map<string, string>()
	return {
		header: () => [...kept].map(([name, value]) => `${name}=${value}`).join('; '),
		take(answer) {
			for (const line of answer.headers.getSetCookie()) {
				const [pair = ''] = line.split(';')
				kept.set(pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1))
			}
		},
	}
}

/** Logs in as the login page does. The value of a Cookie header; throws where that login is none. */
export async function sessionOf(server: string, { user, password }: { readonly user: string, readonly password: string }): Promise<string> {
	const cookies = jar()
	const page = await fetch(`${server}/index.php/login`)
	cookies.take(page)
	const token = /data-requesttoken="(?<token>[^"]+)"/u.exec(await page.text())?.groups?.token ?? ''
	const answer = await fetch(`${server}/index.php/login`, {
		method: 'POST',
		redirect: 'manual',
		headers: { cookie: cookies.header(), origin: server, 'content-type': 'application/x-www-form-urlencoded' },
		body: new URLSearchParams({ user, password, requesttoken: token }),
	})
	cookies.take(answer)
	const who = await fetch(`${server}/ocs/v2.php/cloud/user`, { headers: { cookie: cookies.header(), 'ocs-apirequest': 'true', accept: 'application/json' } })
	if (who.status !== 200) {
		throw new Error(`${user} could not log in at ${server} as a browser does: ${answer.status}, then ${who.status}`)
	}
	return cookies.header()
}
