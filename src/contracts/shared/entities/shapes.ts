import type {Shape} from '../entity.js'

/** What values of types are, from rows of a shape and the names of all types of that shape, with spaces between. */
export function shapesByName(rows: readonly (readonly [Shape, string])[]): ReadonlyMap<string, Shape> {
  return new Map(rows.flatMap(([shape, names]) => names.split(' ').map(name => [name, shape] as const)))
}

/** Nobody knows what it is: it agrees with all. */
export const unknownShape: Shape = {kind: 'unknown'}
