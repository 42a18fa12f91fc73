import {numberIn, redirectHeader} from './engine-copy.js'

/** How the engine judged one interaction. */
export interface EngineVerdict {
  readonly passed: boolean
  readonly durationMs: number | undefined
  readonly mismatches: readonly EngineMismatch[]
}

/** One difference between the response that the pact expects and the one that came. */
export interface EngineMismatch {
  /** As the engine names it: `BodyMismatch`, `StatusMismatch`, `HeaderMismatch`, `BodyTypeMismatch`, … */
  readonly type: string
  /** JSON path in the body, such as `$.items[0].id`. */
  readonly path?: string
  /** Name of a header. */
  readonly key?: string
  readonly expected?: string
  readonly actual?: string
  /** Why, in the words of the engine. */
  readonly message: string
}

export interface EngineResult {
  /** By the number of the interaction; what is missing was not verified. */
  readonly verdicts: ReadonlyMap<number, EngineVerdict>
  /** What the engine complains about that belongs to no interaction. */
  readonly complaints: readonly string[]
}

/** The results of several batches as one. */
export function readEngineResults(texts: readonly string[]): EngineResult {
  const results = texts.map(readEngineResult)
  return {
    verdicts: new Map(results.flatMap(({verdicts}) => [...verdicts])),
    complaints: results.flatMap(({complaints}) => complaints),
  }
}

type Data = Readonly<Record<string, unknown>>

/**
 * Reads the result of the engine, of 16.x and 17.x alike: both list `errors` with the mismatches, and
 * `interactionResults` for what passed and how long it took.
 */
export function readEngineResult(text: string): EngineResult {
  const result = parse(text)
  if (result === undefined) return {verdicts: new Map(), complaints: [text.trim() || 'It gave no result.']}
  const verdicts = new Map<number, EngineVerdict>()
  const complaints: string[] = []
  for (const entry of list(result.interactionResults)) {
    const number = numberIn(String(entry.description))
    if (number === undefined) complaints.push(`An unknown interaction was verified: ${String(entry.description)}.`)
    else
      verdicts.set(number, {
        passed: entry.result === 'OK',
        durationMs: milliseconds(entry.duration),
        mismatches: mismatchesOf(entry.mismatch),
      })
  }
  for (const entry of [...list(result.errors), ...list(result.pendingErrors)]) {
    const number = numberIn(String(entry.interaction))
    const mismatches = mismatchesOf(entry.mismatch)
    if (number === undefined) complaints.push([entry.interaction, ...mismatches.map(({message}) => message)].join(': '))
    else verdicts.set(number, {passed: false, durationMs: verdicts.get(number)?.durationMs, mismatches})
  }
  // A run that failed for a reason that is told nowhere must not look good.
  if (result.result !== true && complaints.length === 0 && [...verdicts.values()].every(({passed}) => passed))
    complaints.push('It says that the verification failed, and does not say why.')
  return {verdicts, complaints}
}

function parse(text: string): Data | undefined {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? {...value} : undefined
  } catch {
    return undefined
  }
}

function list(value: unknown): Data[] {
  return Array.isArray(value) ? value.filter(item => typeof item === 'object' && item !== null) : []
}

function mismatchesOf(value: unknown): EngineMismatch[] {
  const [mismatch] = list([value])
  if (!mismatch) return []
  if (!Array.isArray(mismatch.mismatches))
    return [{type: 'Error', message: String(mismatch.message ?? 'The interaction failed.')}]
  const all = list(mismatch.mismatches).map(entry => ({
    type: String(entry.type),
    ...shown('path', entry.path),
    ...shown('key', entry.key === redirectHeader ? 'Location' : entry.key),
    ...shown('expected', entry.expected),
    ...shown('actual', entry.actual),
    message: String(entry.mismatch ?? entry.message ?? 'It differs.')
      .replace(/^Mismatch with header '[^']*': /, '')
      .replaceAll(redirectHeader, 'Location'),
  }))
  // The engine may tell the same twice, and in another order each time.
  const unique = new Map(all.map(entry => [`${entry.type} ${entry.path ?? entry.key ?? ''} ${entry.message}`, entry]))
  const ordered = [...unique].sort(
    ([a, one], [b, other]) => rank(one.type) - rank(other.type) || (a < b ? -1 : a > b ? 1 : 0),
  )
  return ordered.map(([, entry]) => entry)
}

/** What explains the rest comes first: a wrong status mostly has another body. */
function rank(type: string): number {
  const place = ['StatusMismatch', 'BodyTypeMismatch', 'HeaderMismatch'].indexOf(type)
  return place === -1 ? 3 : place
}

function shown<Key extends string>(key: Key, value: unknown): Partial<Record<Key, string>> {
  // `key` is one of its own type, which a computed name does not keep.
  if (value === undefined || value === null) return {}
  return {[key]: typeof value === 'string' ? value : JSON.stringify(value)} as Record<Key, string>
}

/** `55ms`, `30.047s`, `1m 2s` and `1h 0m 5s` are how the engine writes durations. */
function milliseconds(value: unknown): number | undefined {
  if (typeof value !== 'string') return undefined
  const parts = [...value.matchAll(/([\d.]+)\s*(ns|µs|us|ms|s|m|h)/g)]
  if (parts.length === 0) return undefined
  return Math.round(parts.reduce((sum, [, amount, unit]) => sum + Number(amount) * (units[unit ?? ''] ?? 0), 0))
}

const units: Readonly<Record<string, number>> = {ns: 1e-6, µs: 1e-3, us: 1e-3, ms: 1, s: 1000, m: 60_000, h: 3_600_000}
