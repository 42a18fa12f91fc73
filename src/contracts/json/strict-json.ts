import {type JsonOutline, JsonSyntaxError, outlineJson} from './json-scanner.js'
import {maxDepth} from './limits.js'
import type {DuplicateKey, JsonReading, Places, Span} from './places.js'

const quote = 34
const backslash = 92

/**
 * Reads JSON as JSON: what YAML would forgive, such as a comma too many, is a fault. Places and duplicates are worked out
 * when somebody asks for them: of a large contract some commands tell nothing.
 */
export function readStrictJson(text: string): JsonReading {
  let value: unknown
  try {
    value = JSON.parse(text.charCodeAt(0) === 0xfeff ? text.slice(1) : text)
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error
    return {failure: faultOf(text)}
  }
  const {count, depth} = sizeOf(value)
  if (depth > maxDepth) return {failure: faultOf(text)}
  const places = new JsonPlaces(text)
  return {
    values: [value],
    places,
    get duplicates() {
      // Counting is much cheaper than comparing keys, and duplicates are rare.
      return places.count === count ? [] : places.duplicates()
    },
  }
}

/** What is wrong with a text that JSON.parse refuses, or that is nested too deep. */
function faultOf(text: string): {message: string; span: Span} {
  try {
    outlineJson(text)
  } catch (error) {
    if (error instanceof JsonSyntaxError) return failureAt(error.message, error.offset)
    throw error
  }
  return failureAt(...scalarFault(text))
}

function failureAt(reason: string, start: number) {
  return {message: `The file is not valid JSON: ${reason}.`, span: {start, end: start + 1}}
}

/** The structure is sound but JSON.parse refuses: one of the strings, numbers or words is wrong. Finds the first. */
function scalarFault(text: string): [string, number] {
  const {count, start, end, key, next} = outlineJson(text)
  for (let index = 0; index < count; index++) {
    const keyStart = key[index] ?? -1
    if (keyStart >= 0 && !isJson(text.slice(keyStart, endOfString(text, keyStart))))
      return ['a key holds a line break or an escape that JSON does not know', keyStart]
    if (next[index] !== index + 1 || isJson(text.slice(start[index], end[index]))) continue
    const literal = text.slice(start[index], end[index])
    if (literal.startsWith('"'))
      return ['a string holds a line break or an escape that JSON does not know', start[index] ?? 0]
    return [
      `"${literal.slice(0, 40)}" is neither a string in double quotes nor a number, true, false or null`,
      start[index] ?? 0,
    ]
  }
  return ['it cannot be read', 0]
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}

/** How many values are in a value, itself among them, and how deep they are nested; deeper than allowed is not looked at. */
function sizeOf(value: unknown): {readonly count: number; readonly depth: number} {
  let count = 0
  let depth = 0
  const visit = (each: unknown, level: number) => {
    count++
    if (typeof each !== 'object' || each === null) return
    if (level > depth) depth = level
    if (level > maxDepth) return
    if (Array.isArray(each)) for (const item of each) visit(item, level + 1)
    else for (const key in each) visit((each as Record<string, unknown>)[key], level + 1)
  }
  visit(value, 1)
  return {count, depth}
}

function endOfString(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at++) {
    const unit = text.charCodeAt(at)
    if (unit === quote) return at + 1
    if (unit === backslash) at++
  }
  return text.length
}

/** Places from the outline of a JSON text. */
class JsonPlaces implements Places {
  readonly #members = new Map<number, ReadonlyMap<string | number, number>>()
  #outline: JsonOutline | undefined

  constructor(readonly text: string) {}

  get outline(): JsonOutline {
    this.#outline ??= outlineJson(this.text)
    return this.#outline
  }

  /** How many values the text has, those that others replace among them. */
  get count(): number {
    return this.outline.count
  }

  span(_document: number, keys: readonly (string | number)[], on: 'key' | 'value'): Span {
    let at = 0
    for (const key of keys) {
      const next = this.#membersOf(at).get(key)
      if (next === undefined) break
      at = next
    }
    const key = this.outline.key[at] ?? -1
    if (on === 'key' && key >= 0) return {start: key, end: endOfString(this.text, key)}
    return this.#firstLine(at)
  }

  duplicates(): DuplicateKey[] {
    const found: DuplicateKey[] = []
    for (let index = 0; index < this.outline.count; index++) {
      const first = new Map<string, Span>()
      for (const child of this.#childrenOf(index)) {
        const start = this.outline.key[child] ?? -1
        if (start < 0) continue
        const key = this.#keyText(start)
        const span = {start, end: endOfString(this.text, start)}
        const before = first.get(key)
        if (before) found.push({key, first: before, second: span})
        else first.set(key, span)
      }
    }
    return found
  }

  #membersOf(collection: number): ReadonlyMap<string | number, number> {
    const known = this.#members.get(collection)
    if (known) return known
    const {next, key: keys} = this.outline
    const members = new Map<string | number, number>()
    const end = next[collection] ?? 0
    let item = 0
    for (let child = collection + 1; child < end; child = next[child] ?? end) {
      const key = keys[child] ?? -1
      members.set(key < 0 ? item++ : this.#keyText(key), child)
    }
    this.#members.set(collection, members)
    return members
  }

  #childrenOf(collection: number): number[] {
    const {next} = this.outline
    const end = next[collection] ?? 0
    const children: number[] = []
    for (let child = collection + 1; child < end; child = next[child] ?? end) children.push(child)
    return children
  }

  #keyText(start: number): string {
    const text = this.text.slice(start, endOfString(this.text, start))
    return text.includes('\\') ? JSON.parse(text) : text.slice(1, -1)
  }

  /** An object of many lines is shown by its first one. */
  #firstLine(at: number): Span {
    const start = this.outline.start[at] ?? 0
    const end = this.outline.end[at] ?? start
    const line = this.text.indexOf('\n', start)
    return line === -1 || line >= end
      ? {start, end}
      : {start, end: start + this.text.slice(start, line).trimEnd().length}
  }
}
