import {wordsOf} from '../../../standard/names.js'
import {endsInPast} from '../../../standard/past-tense.js'

/** What the name of an entity says. */
export interface EntityName {
  /** The same for `User`, `UserDto`, `users` and `user_v1`. */
  readonly key: string
  /** It is called by more than its key. */
  readonly isDecorated: boolean
  /** Of an event: the key of what it happened to, `user` for `UserCreatedEvent`. */
  readonly subject: string | undefined
  /** An event that tells what changed need not tell the rest. */
  readonly isPartial: boolean
  /** `2` for `UserV2`. */
  readonly version: string | undefined
}

function words(text: string): ReadonlySet<string> {
  return new Set(text.split(' '))
}

/** Last words that only say how something is written. */
const decorations = words('dto model entity schema proto record resource representation response message object')

/** Last words of what carries an event. */
const eventDecorations = words('event payload data message')

/** Last words of what is no thing of the domain: what is sent to change or to find it, and what it is wrapped in. */
const purposes = words(
  'request input query filter filters params parameters command args arguments options list page connection edge ' +
    'error errors problem exception fault meta metadata pagination envelope wrapper header headers result results ' +
    'payload sort patch update event reply',
)

/** First words of what is sent to do something. */
const verbs = words(
  'create update patch new delete remove list get search batch bulk upsert add set find fetch paginated',
)

/** Last words of events that tell only what is new. */
const partial = words('updated changed patched modified deleted removed edited')

/** What a name says; undefined when it is not the name of something that several contracts may describe. */
export function entityNameOf(written: string): EntityName | undefined {
  const all = wordsOf(written)
  const rest = [...all]
  let version: string | undefined
  const last = () => rest.at(-1) ?? ''
  if (/^v\d+$/.test(last())) version = rest.pop()?.slice(1)
  const event = [...rest]
  while (event.length > 2 && eventDecorations.has(event.at(-1) ?? '')) event.pop()
  if (event.length > 1 && endsInPast(event.at(-1) ?? '')) {
    const subject = keyOf(event.slice(0, -1))
    return {key: keyOf(event), isDecorated: false, subject, isPartial: partial.has(event.at(-1) ?? ''), version}
  }
  if (rest.length > 1 && decorations.has(last())) rest.pop()
  const [first] = rest
  if (first === undefined || purposes.has(last()) || (rest.length > 1 && verbs.has(first))) return undefined
  const isDecorated = rest.length + Number(version !== undefined) < all.length
  return {key: keyOf(rest), isDecorated, subject: undefined, isPartial: false, version}
}

function keyOf(parts: readonly string[]): string {
  const last = parts.at(-1) ?? ''
  return [...parts.slice(0, -1), singular(last)].join('')
}

/** A word without the ending of the plural. */
export function singular(word: string): string {
  if (word.endsWith('ies') && word.length > 4) return `${word.slice(0, -3)}y`
  if (/(?:ss|x|ch|sh)es$/.test(word)) return word.slice(0, -2)
  return /[^sui]s$/.test(word) && word.length > 3 ? word.slice(0, -1) : word
}

/** The same for `createdAt`, `created_at` and `CreatedAT`. */
export function fieldKeyOf(name: string): string {
  return name.replaceAll(/[^\p{L}\p{N}]/gu, '').toLowerCase()
}
