import { crc32, deflateSync } from 'node:zlib'

const width = 640
const height = 400

type Colour = readonly [number, number, number]

/** Between 0 and 1, without a jump. */
const between = (from: number, to: number, at: number): number => {
	const part = Math.min(1, Math.max(0, (at - from) / (to - from)))
	return part * part * (3 - 2 * part)
}

const mixed = (one: Colour, other: Colour, part: number): Colour => [
	one[0] + (other[0] - one[0]) * part,
	one[1] + (other[1] - one[1]) * part,
	one[2] + (other[2] - one[2]) * part,
]

const skies: readonly { readonly high: Colour, readonly low: Colour, readonly far: Colour, readonly near: Colour }[] = [
	{ high: [38, 70, 131], low: [255, 190, 130], far: [96, 84, 134], near: [30, 34, 66] },
	{ high: [86, 165, 222], low: [232, 244, 250], far: [112, 160, 150], near: [34, 92, 74] },
	{ high: [56, 30, 84], low: [250, 128, 114], far: [120, 60, 100], near: [42, 18, 48] },
]

/** An evening over hills, 640 × 400, as a PNG; each number from 0 to 1 gives another picture. */
export function samplePicture(chance: number): Uint8Array {
	const sky = skies[Math.floor(chance * 997) % skies.length] ?? skies[0]!
	const sunX = width * (0.25 + 0.5 * ((chance * 31) % 1))
	const sunY = height * 0.52
	const ridge = (x: number, base: number, swing: number, speed: number): number =>
		base + swing * (Math.sin(x * speed + chance * 40) + 0.5 * Math.sin(x * speed * 2.3 + chance * 90))
	const colourAt = (x: number, y: number): Colour => {
		if (y > ridge(x, height * 0.86, 16, 0.009)) {
			return sky.near
		}
		if (y > ridge(x, height * 0.7, 26, 0.006)) {
			return mixed(sky.far, sky.near, between(height * 0.7, height * 1.15, y))
		}
		const air = mixed(sky.high, sky.low, between(0, height * 0.75, y))
		const away = Math.hypot(x - sunX, y - sunY)
		return mixed(mixed(air, [255, 236, 190], 0.55 * (1 - between(30, 190, away))), [255, 248, 224], 1 - between(33, 36, away))
	}
	const raw = Buffer.alloc(height * (1 + width * 3))
	for (let y = 0; y < height; y++) {
		for (let x = 0; x < width; x++) {
			raw.set(colourAt(x, y).map(Math.round), y * (1 + width * 3) + 1 + x * 3)
		}
	}
	return png(raw)
}

function png(raw: Buffer): Uint8Array {
	const head = Buffer.alloc(13)
	head.writeUInt32BE(width, 0)
	head.writeUInt32BE(height, 4)
	head.set([8, 2, 0, 0, 0], 8)
	const signature = Buffer.from([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A])
	return Buffer.concat([signature, chunk('IHDR', head), chunk('IDAT', deflateSync(raw)), chunk('IEND', Buffer.alloc(0))])
}

function chunk(name: string, data: Buffer): Buffer {
	const named = Buffer.concat([Buffer.from(name, 'latin1'), data])
	const [length, check] = [Buffer.alloc(4), Buffer.alloc(4)]
	length.writeUInt32BE(data.length)
	check.writeUInt32BE(crc32(named))
	return Buffer.concat([length, named, check])
}

const rate = 16_000
/** Hz. */
const tune = [523.25, 659.25, 783.99, 1046.5, 783.99, 1046.5]

/** Six notes, two seconds, as a WAV (16 bits, one channel). */
export function sampleVoice(): Uint8Array {
	const perNote = Math.floor(rate / 3)
	const samples = tune.flatMap((pitch) => Array.from({ length: perNote }, (_, index) => {
		const fade = Math.exp(-4 * index / perNote) * Math.min(1, index / 200)
		return Math.round(9000 * fade * (Math.sin(2 * Math.PI * pitch * index / rate) + 0.3 * Math.sin(4 * Math.PI * pitch * index / rate)))
	}))
	const data = Buffer.from(Int16Array.from(samples).buffer)
	const head = Buffer.alloc(44)
	head.write('RIFF', 0)
	head.writeUInt32LE(36 + data.length, 4)
	head.write('WAVEfmt ', 8)
	head.writeUInt32LE(16, 16)
	head.writeUInt16LE(1, 20)
	head.writeUInt16LE(1, 22)
	head.writeUInt32LE(rate, 24)
	head.writeUInt32LE(rate * 2, 28)
	head.writeUInt16LE(2, 32)
	head.writeUInt16LE(16, 34)
	head.write('data', 36)
	head.writeUInt32LE(data.length, 40)
	return Buffer.concat([head, data])
}
