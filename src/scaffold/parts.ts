import {mergeYaml} from './yaml-parts.js'

/**
 * Puts the parts that several templates have of one file together. JSON and YAML are merged by their keys, everything
 * else goes behind what is there. `texts` has at least one.
 */
export function mergeParts(path: string, texts: readonly string[]): string {
  const [first = '', ...more] = texts
  return more.reduce((text, part) => mergeTwo(path, text, part), first)
}

function mergeTwo(path: string, text: string, part: string): string {
  if (path.endsWith('.json')) return `${JSON.stringify(mergeValues(JSON.parse(text), JSON.parse(part)), null, 2)}\n`
  if (/\.ya?ml$/.test(path)) return mergeYaml(text, part)
  // Lines of a list follow each other; paragraphs keep their blank line by beginning with it.
  return `${text.replace(/\n*$/, '\n')}${part}`
}

/** Objects member by member, lists one behind the other; of two other values the later one counts. */
function mergeValues(value: unknown, part: unknown): unknown {
  if (Array.isArray(value) && Array.isArray(part)) return [...value, ...part]
  if (!isObject(value) || !isObject(part)) return part
  const known = new Map(Object.entries(value))
  for (const [key, member] of Object.entries(part))
    known.set(key, known.has(key) ? mergeValues(known.get(key), member) : member)
  const members = [...known]
  return Object.fromEntries(isSorted(value) ? members.sort(([a], [b]) => (a < b ? -1 : 1)) : members)
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** Dependencies are kept in the order of their names, as npm does. */
function isSorted(value: object): boolean {
  const keys = Object.keys(value)
  return keys.length > 1 && keys.every((key, index) => index === 0 || (keys[index - 1] ?? '') < key)
}
