/**
 * The tag of a sentence that people get to read, in the app’s panel and elsewhere. It gives that very text, in English. l10n/build.ts
 * finds these and writes them down as patterns, by which the app says them in people’s languages (lib/Relay/Sentence.php). So each is a
 * whole, never glued together.
 */
export function sentence(strings: TemplateStringsArray, ...values: readonly (string | number)[]): string {
	return String.raw({ raw: strings }, ...values)
}
