import type {Described} from './described.js'
import {type Nearness, nearness, nearnessOf} from './homes.js'

/** How much two entities look like one. */
export interface Likeness {
  readonly nearness: Nearness
  /** Fields that both have. */
  readonly common: number
  /** What part of the fields of both together that is. */
  readonly share: number
}

/** Fields that things of all sorts have: they tell nothing about which one it is. */
const usual: ReadonlySet<string> = new Set(
  'id uuid name title description type status state version createdat updatedat deletedat createtime updatetime deletetime metadata tags'.split(
    ' ',
  ),
)

/**
 * Whether two entities of one key are the same thing, from the fields that both have. In one service the name has
 * tested them already, and half of the smaller one is enough; two services may each have their own `User`, so there
 * nearly all has to be the same. `isStrict` asks for that, too, where a name tells less.
 */
export function likenessOf(one: Described, other: Described, isStrict = false): Likeness | undefined {
  if (one.contract === other.contract) return undefined
  if (one.version !== undefined && other.version !== undefined && one.version !== other.version) return undefined
  const near = nearnessOf(one.home, other.home)
  if (one.kind === other.kind && !mayRepeat(one, other, near)) return undefined
  const [fewer, more] = [one.fields.size, other.fields.size].sort((a, b) => a - b) as [number, number]
  const common = one.common(other)
  const all = fewer + more - common
  const likeness = {nearness: near, common, share: common / all}
  if (near === nearness.far || isStrict || one.kind === other.kind)
    return common >= 4 && common >= 0.75 * more && isTelling(one, other) ? likeness : undefined
  // Small ones, such as an amount with its currency, have to be the same.
  if (common === all && common >= 2) return likeness
  const isDecorated = one.name.isDecorated || other.name.isDecorated
  const least = one.isEvent || other.isEvent || common === 3 ? 0.6 : 0.5
  return common >= 3 && common >= least * fewer && common >= (isDecorated ? 0.4 : 0.25) * more ? likeness : undefined
}

/**
 * What two contracts of one kind call alike is seldom meant to be the same: services have their own things, and the
 * parts of a federated graph are composed. An event has one name wherever it is sent or received.
 */
function mayRepeat(one: Described, other: Described, near: Nearness): boolean {
  return one.kind !== 'graphql' && (near !== nearness.far || (one.isEvent && other.isEvent))
}

function isTelling(one: Described, other: Described): boolean {
  return [...one.fields.keys()].some(key => !usual.has(key) && other.fields.has(key))
}
