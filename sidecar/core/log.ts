/** Facts beside a log line. Never a secret, never message text. */
export type Facts = Readonly<Record<string, string | number | boolean | undefined>>

/** Where a module tells what happens. One readable line per happening; the shell decides how it is written. */
export interface Log {
	debug(line: string, facts?: Facts): void
	info(line: string, facts?: Facts): void
	warn(line: string, facts?: Facts): void
	error(line: string, facts?: Facts): void
}
