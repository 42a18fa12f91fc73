import type {Location, Source} from '../../core/source.js'
import {shown} from './shown.js'

/** A document of a YAML or JSON text. */
export interface JsonDocument {
  readonly source: Source
  readonly root: JsonNode
  locate(place: Place): Location
}

/**
 * A value of a document with the way to it. Nodes are made while one walks and hold no positions: line and column are
 * worked out for what is reported only. The value of an object node is its identity: compare values, not nodes.
 */
export class JsonNode {
  constructor(
    readonly document: JsonDocument,
    readonly value: unknown,
    readonly parent: JsonNode | undefined = undefined,
    readonly key: string | number | undefined = undefined,
  ) {}

  /** The member or item, if there is one; inherited names such as `constructor` are none. */
  get(key: string | number): JsonNode | undefined {
    const child = memberOf(this.value, key)
    // A JSON pointer cannot tell `0` from `"0"`.
    return child === undefined
      ? undefined
      : new JsonNode(this.document, child, this, Array.isArray(this.value) ? Number(key) : key)
  }

  /** The node at the end of several keys. */
  at(...keys: readonly (string | number)[]): JsonNode | undefined {
    let node: JsonNode | undefined = this
    for (const key of keys) node = node?.get(key)
    return node
  }

  /** Members of an object or items of an array, in order; nothing for other values. */
  children(): JsonNode[] {
    const {value, document} = this
    if (typeof value !== 'object' || value === null) return []
    if (Array.isArray(value)) return value.map((item, index) => new JsonNode(document, item, this, index))
    const children: JsonNode[] = []
    // Sound: the object has the key as its own.
    for (const key of Object.keys(value))
      children.push(new JsonNode(document, (value as Record<string, unknown>)[key], this, key))
    return children
  }

  get isArray(): boolean {
    return Array.isArray(this.value)
  }

  get isObject(): boolean {
    return typeof this.value === 'object' && this.value !== null && !Array.isArray(this.value)
  }

  /** The key as text; empty for the root of a document. */
  get name(): string {
    return this.key === undefined ? '' : String(this.key)
  }

  /** The value, if it is a string. */
  get text(): string | undefined {
    return typeof this.value === 'string' ? this.value : undefined
  }

  /** The value, if it is a number. */
  get number(): number | undefined {
    return typeof this.value === 'number' ? this.value : undefined
  }

  /** The value, if it is a boolean. */
  get boolean(): boolean | undefined {
    return typeof this.value === 'boolean' ? this.value : undefined
  }

  /** The value as messages show it. */
  get shown(): string {
    return shown(this.value)
  }

  /** The text of its `$ref`, if it is a reference. */
  get ref(): string | undefined {
    const {value} = this
    if (Array.isArray(value)) return undefined
    const ref = memberOf(value, '$ref')
    return typeof ref === 'string' ? ref : undefined
  }

  /** Its keys from the root on. */
  get keys(): (string | number)[] {
    const keys: (string | number)[] = []
    for (let node: JsonNode = this; node.parent !== undefined && node.key !== undefined; node = node.parent)
      keys.push(node.key)
    return keys.reverse()
  }

  /** The pointer with `-` for positions in lists: it stays when an item is put in front of another. */
  get element(): string {
    let way = ''
    for (let node: JsonNode = this; node.parent !== undefined && node.key !== undefined; node = node.parent)
      // Items of an array, and only they, have a number.
      way = `/${typeof node.key === 'number' ? '-' : escaped(node.key)}${way}`
    return way
  }

  /** JSON pointer such as `/paths/~1orders/get`; empty for the root. */
  get pointer(): string {
    return this.keys.map(key => `/${escaped(String(key))}`).join('')
  }
}

/**
 * The member or item of a value that was read, without a node for it; undefined when there is none. Asking whether the
 * object has the key as its own costs more than all the rest, and values that were read hold no function: what
 * `constructor` and its like give in vain shows by what it is.
 */
export function memberOf(value: unknown, key: string | number): unknown {
  if (typeof value !== 'object' || value === null) return undefined
  // Sound: whatever an object has, it may be asked for by any name.
  const member = (value as Record<string | number, unknown>)[key]
  if (typeof member === 'function' || member === Object.prototype || member === Array.prototype) return undefined
  // `length` is a number and no item.
  return Array.isArray(value) && Number.isNaN(Number(key)) ? undefined : member
}

function escaped(key: string): string {
  return key.includes('~') || key.includes('/') ? key.replaceAll('~', '~0').replaceAll('/', '~1') : key
}

/**
 * Where a finding is. A bare node is shown at its key when it is an object or array with a key, otherwise at its
 * value; `on` chooses.
 */
export type Place = JsonNode | {readonly node: JsonNode; readonly on: 'key' | 'value'}
