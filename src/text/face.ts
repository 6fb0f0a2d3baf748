/**
 * The address of a person's picture, if it is one of this server, else none: where a picture lives elsewhere, that server would learn who
 * looks at it and when. The app gives no other; this holds whatever it is given.
 */
export function ownFace(avatar: string | null, page: string): string | undefined {
	const url = avatar === null ? null : URL.parse(avatar, page)
	return url !== null && url.origin === new URL(page).origin ? url.href : undefined
}
