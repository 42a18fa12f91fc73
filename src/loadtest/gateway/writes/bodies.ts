import type {Misfit} from '../../../contracts/json/validation/misfit.js'

/** A JSON object. */
export type BodyValue = Readonly<Record<string, unknown>>

/** Parts of parts of parts are looked at; what lies deeper is left alone. */
const deepest = 3

/** A value of each kind: at least one of them is not what a schema wants. */
const strange: readonly unknown[] = [[[]], {}, 'text', -1.5, true]

/** The body with one text, number or truth value changed so that it still fits. */
export function changed(body: BodyValue, fits: (body: BodyValue) => boolean): BodyValue | undefined {
  const token = crypto.randomUUID()
  for (const path of pathsIn(body, deepest))
    for (const other of others(valueAt(body, path), token)) {
      const candidate = replaced(body, path, other)
      if (fits(candidate)) return candidate
    }
  return undefined
}

/** The body with one member of a kind that does not fit. */
export function broken(
  body: BodyValue,
  misfits: (body: BodyValue) => readonly Misfit[],
): {readonly body: BodyValue; readonly field: string} | undefined {
  for (const field of Object.keys(body))
    for (const value of strange) {
      const candidate = {...body, [field]: value}
      if (misfits(candidate).some(({path}) => path[0] === field)) return {body: candidate, field}
    }
  return undefined
}

/** Another value of the same kind, the more telling ones first. */
function others(value: unknown, token: string): readonly unknown[] {
  if (typeof value === 'string')
    return [`${value} ${token.slice(0, 8)}`, value + token.slice(0, 4), token, `${token}@example.com`]
  if (typeof value === 'number') return [value + 1, value - 1]
  return typeof value === 'boolean' ? [!value] : []
}

type Path = readonly (string | number)[]

function pathsIn(value: unknown, depth: number): Path[] {
  if (typeof value !== 'object' || value === null) return [[]]
  if (depth === 0) return []
  const entries: [string | number, unknown][] = Array.isArray(value) ? [...value.entries()] : Object.entries(value)
  // The version says which state is meant: it is nothing that a body is about.
  return entries
    .filter(([key]) => key !== 'version')
    .flatMap(([key, part]) => pathsIn(part, depth - 1).map(path => [key, ...path]))
}

function valueAt(value: unknown, path: Path): unknown {
  let part = value
  for (const key of path) part = typeof part === 'object' && part !== null ? Reflect.get(part, key) : undefined
  return part
}

function replaced(body: BodyValue, path: Path, value: unknown): BodyValue {
  const copy = structuredClone(body)
  const owner = valueAt(copy, path.slice(0, -1))
  const key = path.at(-1)
  if (typeof owner === 'object' && owner !== null && key !== undefined) Reflect.set(owner, key, value)
  return copy
}
