import { readFileSync } from 'node:fs'

/** Of /proc on every Linux, whatever the kernel's own clock (proc(5), sysconf(_SC_CLK_TCK)). */
const ticksPerSecond = 100

/** Seconds of processor time, user and system, that a process has used so far, in steps of 10 ms, without its children's. Linux only. */
export function processorTime(pid: number): number {
	// The second field is the program's name in parentheses, in which anything may stand; utime and stime are the 14th and 15th.
	const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
	const fields = stat.slice(stat.lastIndexOf(') ') + 2).split(' ')
	return (Number(fields[11]) + Number(fields[12])) / ticksPerSecond
}
