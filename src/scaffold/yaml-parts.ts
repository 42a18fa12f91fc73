/** A key of a block mapping with all lines that belong to it: the comments above it, its own, and those inside. */
interface Entry {
  readonly key: string
  readonly above: readonly string[]
  readonly line: string
  readonly inside: readonly string[]
}

interface Mapping {
  readonly entries: readonly Entry[]
  /** Comments and blank lines behind the last key. */
  readonly rest: readonly string[]
}

/**
 * Merges the keys of one YAML text into another and keeps everything as it is written, comments, too: mappings key by
 * key, sequences one behind the other; of two other values the later one counts. It reads block style, two blanks a
 * level, as the templates are written; what is in braces or a block text is one value.
 */
export function mergeYaml(text: string, part: string): string {
  return `${mergeLines(linesOf(text), linesOf(part)).join('\n')}\n`
}

function linesOf(text: string): string[] {
  return text.replace(/\n+$/, '').split('\n')
}

function mergeLines(lines: readonly string[], part: readonly string[]): string[] {
  const base = mappingOf(lines)
  const added = mappingOf(part)
  // A sequence has no keys.
  if (base === undefined || added === undefined) return [...lines, ...part]
  const known = new Set(base.entries.map(({key}) => key))
  const merged = base.entries.map(entry => {
    const other = added.entries.find(({key}) => key === entry.key)
    return other ? mergeEntries(entry, other) : entry
  })
  const all = [...merged, ...added.entries.filter(({key}) => !known.has(key))]
  return [...all.flatMap(({above, line, inside}) => [...above, line, ...inside]), ...base.rest, ...added.rest]
}

function mergeEntries(entry: Entry, part: Entry): Entry {
  if (!opensBlock(entry.line) || !opensBlock(part.line)) return {...part, above: entry.above}
  return {...entry, inside: mergeLines(entry.inside, part.inside)}
}

/** Whether the value of a key is on the lines below it. */
function opensBlock(line: string): boolean {
  return /:\s*(?:#.*)?$/.test(line)
}

function mappingOf(lines: readonly string[]): Mapping | undefined {
  const first = lines.find(line => !isVoid(line))
  const indent = /^ */.exec(first ?? '')?.[0] ?? ''
  const pattern = new RegExp(`^${indent}("[^"]*"|'[^']*'|[^\\s#'"\\-][^\\s]*?|-[^\\s]+?):(?:\\s|$)`)
  const entries: {key: string; above: string[]; line: string; inside: string[]}[] = []
  let loose: string[] = []
  for (const line of lines) {
    const key = pattern.exec(line)?.[1]
    const current = entries.at(-1)
    if (key !== undefined) {
      entries.push({key, above: loose, line, inside: []})
      loose = []
    } else if (isVoid(line)) loose.push(line)
    else if (current === undefined || !line.startsWith(`${indent} `)) return undefined
    else {
      current.inside.push(...loose, line)
      loose = []
    }
  }
  return {entries, rest: loose}
}

/** A blank line or a comment. */
function isVoid(line: string): boolean {
  return /^\s*(?:#.*)?$/.test(line)
}
