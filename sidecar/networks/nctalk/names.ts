import { createHash } from 'node:crypto'

/** A folder for each letter: its file keeps its name, meets no other, and an attempt made twice writes the same file. */
export const folderOf = (key: string): string => createHash('sha256').update(key).digest('hex').slice(0, 16)

/** `path` from the root of the user's files, with or without a slash before it. */
export function davPath(uid: string, path: string): string {
	return `/remote.php/dav/files/${[uid, ...path.split('/').filter((part) => part !== '')].map(encodeURIComponent).join('/')}`
}
