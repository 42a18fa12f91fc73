/**
 * JSON with the place of every value. Pact files are strict JSON, and what the engine verifies must be their very
 * text: `JSON.parse` would turn 10.0 into 10 and round long numbers, so pacts are cut and mended as text.
 */
export type JsonNode = JsonObject | JsonArray | JsonLeaf

interface Range {
  /** 0-based offset of the first character. */
  readonly start: number
  /** Offset behind the last character. */
  readonly end: number
}

export interface JsonObject extends Range {
  readonly kind: 'object'
  readonly members: readonly JsonMember[]
}

export interface JsonMember {
  readonly key: string
  readonly name: Range
  readonly value: JsonNode
}

export interface JsonArray extends Range {
  readonly kind: 'array'
  readonly items: readonly JsonNode[]
}

export interface JsonLeaf extends Range {
  readonly kind: 'leaf'
  readonly value: string | number | boolean | null
}

/** Why a text is not JSON; `offset` is 0-based. */
export class JsonSyntaxError extends Error {
  override readonly name = 'JsonSyntaxError'

  constructor(
    readonly reason: string,
    readonly offset: number,
  ) {
    super(`${reason} at ${offset}`)
  }
}

/** Deeper nesting is refused, as the engine does; recursion stays bounded. */
const deepest = 120

/** Reads a JSON text. */
export function readJson(text: string): JsonNode {
  let at = text.startsWith('\uFEFF') ? 1 : 0
  const root = value(0)
  blanks()
  if (at < text.length) fail(`nothing may follow the end of the document, but there is ${shown()}`)
  return root

  function value(depth: number): JsonNode {
    blanks()
    const start = at
    const first = text[at]
    if (depth > deepest) fail(`values are nested deeper than ${deepest} levels`)
    if (first === '{') return {kind: 'object', members: list('}', () => member(depth)), start, end: at}
    if (first === '[') return {kind: 'array', items: list(']', () => value(depth + 1)), start, end: at}
    if (first === '"') return {kind: 'leaf', value: string(), start, end: at}
    const [token] = matched(/(?:-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null)(?![\w.+-])/y) ?? []
    if (token === undefined) return fail(`a value is expected, but there is ${shown()}`)
    return {kind: 'leaf', value: JSON.parse(token), start, end: at}
  }

  function member(depth: number): JsonMember {
    blanks()
    const start = at
    if (text[at] !== '"') fail(`a name in double quotes is expected, but there is ${shown()}`)
    const key = string()
    const name = {start, end: at}
    blanks()
    if (text[at] !== ':') fail(`":" is expected behind "${key}", but there is ${shown()}`)
    at++
    return {key, name, value: value(depth + 1)}
  }

  /** What is between the bracket at the place and its partner. */
  function list<Item>(close: string, item: () => Item): Item[] {
    const items: Item[] = []
    at++
    blanks()
    if (text[at] === close) {
      at++
      return items
    }
    for (;;) {
      items.push(item())
      blanks()
      const separator = text[at]
      if (separator !== ',' && separator !== close) fail(`"," or "${close}" is expected, but there is ${shown()}`)
      at++
      if (separator === close) return items
    }
  }

  function string(): string {
    const [token] = matched(/"(?:[^"\\\u0000-\u001F]|\\(?:["\\/bfnrt]|u[\da-fA-F]{4}))*"/y) ?? []
    if (token !== undefined) return JSON.parse(token)
    // The place of the trouble, not of the opening quote: where the longest good beginning ends.
    matched(/"(?:[^"\\\u0000-\u001F]|\\(?:["\\/bfnrt]|u[\da-fA-F]{4}))*/y)
    return fail(at >= text.length ? 'a text in double quotes is not closed' : `a text may not hold ${shown()}`)
  }

  function matched(pattern: RegExp): RegExpExecArray | null {
    pattern.lastIndex = at
    const match = pattern.exec(text)
    if (match) at = pattern.lastIndex
    return match
  }

  function blanks(): void {
    matched(/[ \t\r\n]*/y)
  }

  function shown(): string {
    const character = text.codePointAt(at)
    if (character === undefined) return 'the end of the file'
    if (character === 10 || character === 13) return 'the end of the line'
    return character < 32 ? 'a control character' : `"${String.fromCodePoint(character)}"`
  }

  function fail(reason: string): never {
    throw new JsonSyntaxError(reason, at)
  }
}

/** The value of a member; of several with the same name the last one counts, as for JSON.parse. */
export function memberOf(node: JsonNode | undefined, key: string): JsonNode | undefined {
  return node?.kind === 'object' ? node.members.findLast(member => member.key === key)?.value : undefined
}

/** The text of a value that is one. */
export function textOf(node: JsonNode | undefined): string | undefined {
  return node?.kind === 'leaf' && typeof node.value === 'string' ? node.value : undefined
}

/** The items of an array; nothing for anything else. */
export function itemsOf(node: JsonNode | undefined): readonly JsonNode[] {
  return node?.kind === 'array' ? node.items : []
}
