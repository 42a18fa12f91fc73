import type {FieldChoice} from './asked-fields.js'

/** How requests of a route are changed for its upstream, and `data` of the answers for its callers. */
export interface Transform {
  /** What stands in place of the prefix at the upstream; undefined where it stays. */
  readonly path: string | undefined
  /** Added to the query, in place of what the caller says under the same name. */
  readonly query: Readonly<Record<string, string>>
  /** Headers that are set, or taken away where the value is null. Names in lower case. */
  readonly headers: Readonly<Record<string, string | null>>
  readonly data: readonly DataChange[]
  /** Whether callers may choose fields of `data` by `?fields=id,customer.name`. */
  readonly fields: boolean
  /** Bytes of the largest answer that is changed: it is in memory meanwhile. */
  readonly size: number
}

/** One change inside `data`, or of each item when that is a list. Names in `path` lead through lists, too. */
export type DataChange =
  | {readonly kind: 'rename'; readonly path: DataPath; readonly to: string}
  | {readonly kind: 'omit'; readonly path: DataPath}
  | {readonly kind: 'add'; readonly path: DataPath; readonly value: unknown}
  | {readonly kind: 'only'; readonly fields: FieldChoice}

export type DataPath = readonly [string, ...string[]]

/** Bytes; what a route gets that says nothing else. */
export const standardTransformSize = 1024 * 1024
