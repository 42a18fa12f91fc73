/** What the standard asks of one member of a JSON object. The words are those of JSON Schema. */
export interface Member {
  readonly name: string
  readonly required: boolean
  /** Undefined where the rules of section Shared say what fields of such a name are. */
  readonly type?: 'string' | 'number' | 'integer' | 'boolean' | 'object' | 'array'
  readonly format?: 'date-time' | 'uuid'
  /** The members of an enum, all of them. */
  readonly values?: readonly string[]
  readonly pattern?: Pattern
  readonly minimum?: number
}

/**
 * A pattern that texts have to match. The same thing can be written in many ways, and a stricter pattern keeps the
 * promise, too: one that lets none of `rejects` through and at least one of `accepts` is good.
 */
export interface Pattern {
  readonly source: string
  readonly accepts: readonly string[]
  readonly rejects: readonly string[]
}
