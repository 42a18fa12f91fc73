import {segmentsOf} from '../openapi/collections.js'
import type {OpenApi, Operation, PathItem} from '../openapi/model.js'

/** Where a request leads. */
export interface Route {
  readonly item: PathItem
  /** Undefined when the path is there, but not with this method. */
  readonly operation: Operation | undefined
  /** What stands in the place of each parameter of the path, decoded. */
  readonly values: ReadonlyMap<string, string>
}

/** A segment with parameters, such as `{id}` or `{name}.json`. */
interface Template {
  readonly pattern: RegExp
  readonly names: readonly string[]
  readonly branch: Branch
  /** Segments with fixed text are more exact than those without. */
  readonly fixed: number
}

class Branch {
  readonly fixed = new Map<string, Branch>()
  readonly templates = new Map<string, Template>()
  readonly items: PathItem[] = []

  grow(segment: string): Branch {
    if (!segment.includes('{')) {
      const known = this.fixed.get(segment) ?? new Branch()
      this.fixed.set(segment, known)
      return known
    }
    const known = this.templates.get(segment)
    if (known) return known.branch
    const template = templateOf(segment)
    this.templates.set(segment, template)
    return template.branch
  }
}

/** The paths of a contract by their segments: each request meets only those that may be meant. */
export class Router {
  readonly #root = new Branch()
  readonly #prefixes: readonly string[]

  constructor(document: OpenApi) {
    this.#prefixes = [...new Set(['', ...document.servers.map(({basePath}) => basePath)])]
    for (const item of document.pathItems) {
      let branch = this.#root
      for (const segment of segmentsOf(item.path)) branch = branch.grow(segment)
      branch.items.push(item)
    }
  }

  /** Where a request leads: an operation, else a path that has others; with and without the path of a server. */
  find(method: string, path: string): Route | undefined {
    let other: Route | undefined
    for (const prefix of this.#prefixes) {
      if (prefix !== '' && path !== prefix && !path.startsWith(`${prefix}/`)) continue
      const segments = segmentsOf(path.slice(prefix.length)).map(decoded)
      for (const {item, values} of walk(this.#root, segments, 0, new Map())) {
        const operation = item.operations.find(each => each.method === method.toLowerCase())
        if (operation) return {item, operation, values}
        other ??= {item, operation: undefined, values}
      }
    }
    return other
  }
}

type Found = Pick<Route, 'item' | 'values'>

/** All paths that match, the more exact ones first. */
function* walk(
  branch: Branch,
  segments: readonly string[],
  index: number,
  values: ReadonlyMap<string, string>,
): Generator<Found> {
  const segment = segments[index]
  if (segment === undefined) {
    for (const item of branch.items) yield {item, values}
    return
  }
  const next = branch.fixed.get(segment)
  if (next) yield* walk(next, segments, index + 1, values)
  for (const {pattern, names, branch: below} of [...branch.templates.values()].sort((a, b) => b.fixed - a.fixed)) {
    const match = pattern.exec(segment)
    if (match === null) continue
    const more = names.map((name, at) => [name, match[at + 1] ?? ''] as const)
    yield* walk(below, segments, index + 1, new Map([...values, ...more]))
  }
}

function templateOf(segment: string): Template {
  const parts = segment.split(/\{([^{}]*)\}/)
  const texts = parts.filter((_, index) => index % 2 === 0)
  const names = parts.filter((_, index) => index % 2 === 1)
  const pattern = texts.map(text => text.replaceAll(/[.+?^${}()|[\]\\*]/g, '\\$&')).join('(.+?)')
  return {pattern: new RegExp(`^${pattern}$`, 's'), names, branch: new Branch(), fixed: texts.join('').length}
}

function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment)
  } catch {
    return segment
  }
}
