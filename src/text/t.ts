import { translate, translatePlural } from '@nextcloud/l10n'

type Values = Readonly<Record<string, string | number>>

/** What is translated is shown as text, never as HTML: names stay as they are, `<b>` and `&` included. */
const asText = { escape: false, sanitize: false } as const

/** As `@nextcloud/l10n`'s, for text. Translators' tools look for calls by these very names. */
export const t = (app: 'talk_relay', text: string, values: Values = {}): string => translate(app, text, values, asText)

/** `%n` in the text is the number. */
export const n = (app: 'talk_relay', one: string, many: string, count: number, values: Values = {}): string => translatePlural(app, one, many, count, values, asText)
