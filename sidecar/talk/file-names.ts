import { extname } from 'node:path/posix'

/** Bytes of a file's name: what ext4 and most others hold, with room for the ` (2)` of whoever receives it. */
const longest = 230

/** A name that is one file in one folder on every Nextcloud, as near to the given one as can be. */
export function safeName(name: string): string {
	const plain = name.replace(/[\p{Cc}\p{Cs}\u202a-\u202e\u2066-\u2069]/gu, '').replace(/[/\\]/g, '_').trim()
	// Nextcloud refuses what the web server or its own uploads use (files.forbidden_filenames, forbidden_filename_extensions).
	const open = /^\.|\.(?:part|filepart)$/i.test(plain) ? `_${plain.replace(/\.(part|filepart)$/i, '_$1')}` : plain
	return shortened(open === '' ? 'file' : open)
}

/** For servers whose administrator allows less: without what Windows forbids. */
export function strictName(name: string): string {
	const safe = safeName(name).replace(/[^\p{L}\p{N} ._()-]/gu, '_').replace(/[. ]+$/, '')
	return /^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/i.test(safe) ? `_${safe}` : safe
}

/** The end of a name says what kind of file it is, so it is the beginning that is cut. */
function shortened(name: string): string {
	const end = extname(name).slice(0, 20)
	let start = name.slice(0, name.length - end.length)
	while (new TextEncoder().encode(start + end).length > longest) {
		start = [...start].slice(0, -1).join('')
	}
	return start + end
}

/** Talk plays as a voice message only what its name makes an MP3 or WAV file (lib/Chat/SystemMessage/Listener.php). */
export function voiceName(name: string, mime: string): string | undefined {
	const ends = mime === 'audio/mpeg' ? '.mp3' : mime === 'audio/wav' || mime === 'audio/x-wav' ? '.wav' : undefined
	return ends === undefined ? undefined : name.toLowerCase().endsWith(ends) ? name : `${name}${ends}`
}
