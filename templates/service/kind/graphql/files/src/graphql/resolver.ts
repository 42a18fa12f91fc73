import type {OperationContext} from './operation-context.js'

/** The code of one field. Source and arguments may be narrower than the type says: the schema, by which both are checked
 * before the call, is what guarantees it. */
export type Resolver = {run(source: unknown, args: unknown, context: OperationContext): unknown}['run']

/** The code of one field that tells of what happens; each event becomes the source of the field's own value. */
export type Watcher = {
  run(args: unknown, context: OperationContext, signal: AbortSignal): AsyncIterable<unknown>
}['run']

/** The code behind a schema, by the names that the schema has. */
export interface Resolvers {
  /** Of queries and of objects. Fields that are members of their source need none, but for those of queries. */
  readonly fields: Readonly<Record<string, Readonly<Record<string, Resolver>>>>
  /** What a mutation gives becomes its payload; what it refuses becomes the errors in there. */
  readonly mutations: Readonly<Record<string, Resolver>>
  readonly watchers: Readonly<Record<string, Watcher>>
  /** Objects that others refer to by their id; undefined or null where there is none. */
  readonly entities: Readonly<Record<string, (id: string, context: OperationContext) => unknown>>
}
