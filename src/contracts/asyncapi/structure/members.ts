import type {Shape} from './shapes.js'

/** What a member of an object holds: one of something, a list of it, or a map from names to it. */
export interface Holding {
  readonly how: 'one' | 'list' | 'map'
  /** The name of a shape or a word for other values. */
  readonly what: string
}

/** What a shape says about one of its members. */
export interface ShapeMember {
  readonly name: string
  readonly required: boolean
  /** The minor version that has it first; 0 when all have it. */
  readonly since: number
  readonly holding: Holding
}

const known = new WeakMap<Shape, ReadonlyMap<string, ShapeMember>>()

/** The members of a shape by their names. */
export function membersOf(shape: Shape): ReadonlyMap<string, ShapeMember> {
  let members = known.get(shape)
  if (!members) {
    members = new Map(Object.entries(shape).map(([key, holds]) => [nameIn(key), memberOf(key, holds)]))
    known.set(shape, members)
  }
  return members
}

function memberOf(key: string, holds: string): ShapeMember {
  const since = /@2\.(\d)$/.exec(key)?.[1] ?? '0'
  const inner = holds.slice(1, -1)
  const holding: Holding = holds.startsWith('{')
    ? {how: 'map', what: inner}
    : holds.startsWith('[')
      ? {how: 'list', what: inner}
      : {how: 'one', what: holds}
  return {name: nameIn(key), required: key.endsWith('!'), since: Number(since), holding}
}

function nameIn(key: string): string {
  return key.replace(/(?:!|@.*)$/, '')
}
