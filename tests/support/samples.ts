/** The smallest picture: one pixel that is not seen. */
export const png = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==', 'base64')

const wavHead = 'RIFF\x44\x03\x00\x00WAVEfmt \x10\x00\x00\x00\x01\x00\x01\x00\x40\x1F\x00\x00\x40\x1F\x00\x00\x01\x00\x08\x00data\x20\x03\x00\x00'

/** A tenth of a second of silence. */
export const wav = Buffer.concat([Buffer.from(wavHead, 'latin1'), Buffer.alloc(800, 0x80)])
