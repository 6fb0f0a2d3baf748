/** Samples per second. */
const rate = 16_000
/** Hz. */
const tune = [523.25, 659.25, 783.99, 1046.5, 783.99, 1046.5]

/** Six notes, two seconds, as a WAV (16 bits, one channel). */
export function sampleVoice(): Uint8Array {
	const length = Math.floor(rate / 3)
	const samples = tune.flatMap((pitch) => Array.from({ length }, (_, index) => {
		const wave = 2 * Math.PI * pitch * index / rate
		const loudness = 9000 * Math.exp(-4 * index / length) * Math.min(1, index / 200)
		return Math.round(loudness * (Math.sin(wave) + 0.3 * Math.sin(2 * wave)))
	}))
	const data = Buffer.from(Int16Array.from(samples).buffer)
	return Buffer.concat([wavHead(data.length), data])
}

function wavHead(size: number): Buffer {
	const head = Buffer.alloc(44)
	head.write('RIFF', 0)
	head.writeUInt32LE(36 + size, 4)
	head.write('WAVEfmt ', 8)
	head.writeUInt32LE(16, 16)
	head.writeUInt16LE(1, 20)
	head.writeUInt16LE(1, 22)
	head.writeUInt32LE(rate, 24)
	head.writeUInt32LE(rate * 2, 28)
	head.writeUInt16LE(2, 32)
	head.writeUInt16LE(16, 34)
	head.write('data', 36)
	head.writeUInt32LE(size, 40)
	return head
}
