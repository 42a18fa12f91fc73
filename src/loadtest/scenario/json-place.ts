/** The members that lead to a place in a JSON value. */
export type JsonPlace = readonly string[]

/** Reads a JSON pointer (`/data/0/id`, RFC 6901) or a plain path (`$.data[0].id`); undefined for what is neither. */
export function parseJsonPlace(text: string): JsonPlace | undefined {
  if (text === '' || text === '$') return []
  if (text.startsWith('/'))
    return text
      .slice(1)
      .split('/')
      .map(part => part.replaceAll('~1', '/').replaceAll('~0', '~'))
  const parts = [...text.matchAll(/\.([\w$-]+)|\[(\d+)\]|\[(?:'([^']*)'|"([^"]*)")\]/g)]
  const isWhole = `$${parts.map(([whole]) => whole).join('')}` === text
  return isWhole ? parts.map(([, name, index, single, double]) => name ?? index ?? single ?? double ?? '') : undefined
}

/** The value at a place; undefined when there is none. */
export function valueAt(place: JsonPlace, value: unknown): unknown {
  let found: unknown = value
  for (const key of place)
    found =
      typeof found === 'object' && found !== null && Object.hasOwn(found, key)
        ? (found as Record<string, unknown>)[key]
        : undefined
  return found
}

/** Why there is nothing at a place, as the end of a sentence: how far it leads, and the names of what is there. */
export function whyMissing(place: JsonPlace, value: unknown): string {
  if (value === undefined) return 'it is not JSON'
  let found: unknown = value
  for (const [depth, key] of place.entries()) {
    const where = depth === 0 ? 'it' : `"/${place.slice(0, depth).join('/')}"`
    if (typeof found !== 'object' || found === null) return `${where} is no object, but ${kindOf(found)}`
    if (!Object.hasOwn(found, key)) {
      const keys = Object.keys(found)
      if (keys.length === 0) return `${where} is empty`
      const shown = keys.slice(0, mostNames).map(name => `"${name}"`)
      return `${where} has ${shown.join(', ')}${keys.length > mostNames ? ', …' : ''}`
    }
    found = (found as Record<string, unknown>)[key]
  }
  return 'it is there'
}

/** More members than this are not told. */
const mostNames = 6

function kindOf(value: unknown): string {
  if (value === null) return 'null'
  return typeof value === 'string' ? 'a text' : `a ${typeof value}`
}
