import {versionSegment} from '../../standard/paths.js'
import {type JsonBody, successBodies, typesOf, valueBranches} from './bodies.js'
import type {OpenApi, PathItem} from './model.js'

/** The parts of a path between its slashes. */
export function segmentsOf(path: string): readonly string[] {
  return path.split('/').filter(segment => segment !== '')
}

/**
 * Which segments of a path name a collection, by their index: what a parameter follows, what a list is read from, and
 * what stands alone below the version, unless the contract shows that there is only one of it.
 */
export function collectionsOf(document: OpenApi, item: PathItem): ReadonlySet<number> {
  const segments = segmentsOf(item.path)
  const top = segments.findIndex(segment => segment !== 'api' && !versionSegment.test(segment))
  const found = new Set<number>()
  segments.forEach((segment, index) => {
    const next = segments[index + 1]
    if (index < top || isParameter(segment)) return
    if (next !== undefined) {
      // `users/by-email/{email}` looks one up in the collection before.
      if (isParameter(next) && !segment.startsWith('by-')) found.add(index)
    } else if (readsList(document, item) || (index === top && !isSingle(document, item))) found.add(index)
  })
  return found
}

/** `{orderId}`, or `:orderId` as some frameworks write it. */
function isParameter(segment: string): boolean {
  return /^[{:]/.test(segment)
}

/** A GET answers with an array. */
function readsList(document: OpenApi, item: PathItem): boolean {
  return getBodies(document, item).some(body => holdsArray(document, body))
}

/** A GET answers with something else than an array, or all that one can do is a POST that creates nothing. */
function isSingle(document: OpenApi, item: PathItem): boolean {
  const bodies = getBodies(document, item)
  if (bodies.length > 0) return bodies.every(body => body.views.length > 0 && !holdsArray(document, body))
  return item.operations.every(({method, responses}) => {
    const succeeds = responses.filter(({status}) => status.startsWith('2'))
    return method === 'post' && succeeds.length > 0 && succeeds.every(({status}) => status !== '201')
  })
}

function holdsArray(document: OpenApi, {views}: JsonBody): boolean {
  return views.some(view => {
    const data = view.properties.get('data')
    const inner = data === undefined ? [view] : valueBranches(document, data.schemas).views
    return inner.some(each => typesOf(each).has('array'))
  })
}

const kept = new WeakMap<OpenApi, ReadonlyMap<string, readonly JsonBody[]>>()

function getBodies(document: OpenApi, {path}: PathItem): readonly JsonBody[] {
  let byPath = kept.get(document)
  if (!byPath) {
    const bodies = new Map<string, JsonBody[]>()
    for (const body of successBodies(document))
      if (body.operation.method === 'get')
        bodies.set(body.operation.path, [...(bodies.get(body.operation.path) ?? []), body])
    byPath = bodies
    kept.set(document, bodies)
  }
  return byPath.get(path) ?? []
}
