const clock = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit' })

export const timeOfDay = (ms: number): string => clock.format(ms)

/** `0.2 s`, `14 s`, `3 min`. */
export function duration(ms: number): string {
	if (ms < 9950) {
		return `${(Math.max(0, ms) / 1000).toFixed(1)} s`
	}
	return ms < 100_000 ? `${Math.round(ms / 1000)} s` : `${Math.round(ms / 60_000)} min`
}

/** `12 kB`, `1.4 MB`. */
export function bytes(size: number): string {
	return size < 1_000_000 ? `${Math.max(1, Math.round(size / 1000))} kB` : `${(size / 1_000_000).toFixed(1)} MB`
}
