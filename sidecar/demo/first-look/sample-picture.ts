import { crc32, deflateSync } from 'node:zlib'

const width = 480
const height = 300

/** Red, green and blue, 0 to 255. */
type Colour = readonly [number, number, number]

interface Mood { readonly high: Colour, readonly low: Colour, readonly far: Colour, readonly near: Colour }

const moods: readonly [Mood, ...Mood[]] = [
	{ high: [56, 30, 84], low: [250, 128, 114], far: [120, 60, 100], near: [42, 18, 48] },
	{ high: [38, 70, 131], low: [255, 190, 130], far: [96, 84, 134], near: [30, 34, 66] },
	{ high: [86, 165, 222], low: [232, 244, 250], far: [112, 160, 150], near: [34, 92, 74] },
]

/** The sun over hills, 480 × 300, as a PNG; each number from 0 to 1 gives another picture. */
export function samplePicture(chance: number): Uint8Array {
	const mood = moods[Math.floor(chance * 997) % moods.length] ?? moods[0]
	const sun = { x: width * (0.25 + 0.5 * ((chance * 31) % 1)), y: height * 0.5 }
	const near = ridge(height * 0.86, 12, 0.012, chance)
	const far = ridge(height * 0.7, 20, 0.008, chance + 1)
	const row = 1 + width * 3
	const raw = Buffer.alloc(height * row)
	for (let y = 0; y < height; y++) {
		const air = mixed(mood.high, mood.low, between(0, height * 0.75, y))
		const haze = mixed(mood.far, mood.near, between(height * 0.7, height * 1.15, y))
		for (let x = 0; x < width; x++) {
			const colour = y > (near[x] ?? 0) ? mood.near : y > (far[x] ?? 0) ? haze : lit(air, Math.hypot(x - sun.x, y - sun.y))
			const at = y * row + 1 + x * 3
			raw[at] = colour[0]
			raw[at + 1] = colour[1]
			raw[at + 2] = colour[2]
		}
	}
	return png(raw)
}

const glow: Colour = [255, 236, 190]
const disc: Colour = [255, 248, 224]

/** The sky at a distance (pixels) from the sun. */
function lit(air: Colour, away: number): Colour {
	return away > 140 ? air : mixed(mixed(air, glow, 0.55 * (1 - between(24, 140, away))), disc, 1 - between(25, 28, away))
}

/** The height of a line of hills in each column. */
function ridge(base: number, swing: number, speed: number, chance: number): readonly number[] {
	const wave = (x: number): number => Math.sin(x * speed + chance * 40) + 0.5 * Math.sin(x * speed * 2.3 + chance * 90)
	return Array.from({ length: width }, (_, x) => base + swing * wave(x))
}

/** From 0 to 1, without a jump. */
function between(from: number, to: number, at: number): number {
	const part = Math.min(1, Math.max(0, (at - from) / (to - from)))
	return part * part * (3 - 2 * part)
}

function mixed(one: Colour, other: Colour, part: number): Colour {
	return [
		Math.round(one[0] + (other[0] - one[0]) * part),
		Math.round(one[1] + (other[1] - one[1]) * part),
		Math.round(one[2] + (other[2] - one[2]) * part),
	]
}

function png(raw: Buffer): Uint8Array {
	const head = Buffer.alloc(13)
	head.writeUInt32BE(width, 0)
	head.writeUInt32BE(height, 4)
	// 8 bits for each of three colours, nothing unusual.
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
