/** What the standard asks of one member of a JSON object. The words are those of JSON Schema. */
export interface Member {
  readonly name: string
  readonly required: boolean
  readonly type: 'string' | 'number' | 'integer' | 'boolean' | 'object' | 'array'
  readonly format?: 'date-time' | 'uuid'
  /** The members of an enum, all of them. */
  readonly values?: readonly string[]
  /** Source of a regular expression; a schema has to carry it as it stands here, or a constant that matches it. */
  readonly pattern?: string
  readonly minimum?: number
}
