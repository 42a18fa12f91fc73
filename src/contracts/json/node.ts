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
    const {value} = this
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined
    // A JSON pointer cannot tell `0` from `"0"`.
    const own = Array.isArray(value) ? Number(key) : key
    // Sound: the object has the key as its own. `length` is a number and no item.
    return Number.isNaN(own)
      ? undefined
      : new JsonNode(this.document, (value as Record<string | number, unknown>)[own], this, own)
  }

  /** The node at the end of several keys. */
  at(...keys: readonly (string | number)[]): JsonNode | undefined {
    let node: JsonNode | undefined = this
    for (const key of keys) node = node?.get(key)
    return node
  }

  /** Members of an object or items of an array, in order; nothing for other values. */
  children(): JsonNode[] {
    const {value} = this
    if (Array.isArray(value)) return value.map((item, index) => new JsonNode(this.document, item, this, index))
    if (!this.isObject) return []
    return Object.entries(value as object).map(([key, child]) => new JsonNode(this.document, child, this, key))
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
    return this.isObject ? this.get('$ref')?.text : undefined
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
    const steps: string[] = []
    for (let node: JsonNode = this; node.parent !== undefined && node.key !== undefined; node = node.parent)
      steps.push(node.parent.isArray ? '-' : String(node.key).replaceAll('~', '~0').replaceAll('/', '~1'))
    return steps
      .map(step => `/${step}`)
      .reverse()
      .join('')
  }

  /** JSON pointer such as `/paths/~1orders/get`; empty for the root. */
  get pointer(): string {
    return this.keys.map(key => `/${String(key).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('')
  }
}

/**
 * Where a finding is. A bare node is shown at its key when it is an object or array with a key, otherwise at its
 * value; `on` chooses.
 */
export type Place = JsonNode | {readonly node: JsonNode; readonly on: 'key' | 'value'}
