/** One answer that is made of the answers of several services. Times in milliseconds, sizes in bytes. */
export interface Aggregate {
  readonly name: string
  /** With parameters, such as /api/v1/order-pages/{id}. */
  readonly path: string
  readonly parts: readonly Part[]
  /** Until all parts are there. */
  readonly timeout: number
  /** Of the largest part. */
  readonly size: number
  readonly public: boolean
  readonly scopes: readonly string[]
  readonly roles: readonly string[]
  readonly policy: string | undefined
  readonly rateLimit: string
}

/** What one service adds to an aggregate. */
export interface Part {
  /** The member of `data` that it becomes. */
  readonly name: string
  /** Name of the route. */
  readonly route: string
  /** Path and query below the prefix of the route, with parameters of the aggregate. */
  readonly path: string
  /** Whether there is an answer without it. */
  readonly optional: boolean
}

/** The names of the parameters in a path. */
export function parametersOf(path: string): readonly string[] {
  return [...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name)
}

/** A path with values in place of its parameters. */
export function fillPath(path: string, values: Readonly<Record<string, string>>): string {
  return path.replaceAll(/\{(\w+)\}/g, (_all, name: string) => encodeURIComponent(values[name] ?? ''))
}
