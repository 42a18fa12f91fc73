import type {ApiChoices} from '../entity.js'
import {missingIn, shapesAgree} from './agreement.js'
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
 * told it already, and half of the smaller one is enough; two services may each have their own `User`, so there nearly
 * all has to be the same, what the fields are included. `isStrict` asks for that, too, where a home tells less.
 */
export function likenessOf(one: Described, other: Described, isStrict = false): Likeness | undefined {
  if (one.contract === other.contract) return undefined
  if (one.version !== undefined && other.version !== undefined && one.version !== other.version) return undefined
  if (isWrapper(one) || isWrapper(other)) return undefined
  const near = nearnessOf(one.home, other.home)
  if (one.kind === other.kind && !mayRepeat(one, other, near)) return undefined
  const fewer = Math.min(one.fields.size, other.fields.size)
  const more = Math.max(one.fields.size, other.fields.size)
  const common = one.common(other)
  const share = common / (fewer + more - common)
  const likeness = {nearness: near, common, share}
  if (near === nearness.far || isStrict || one.kind === other.kind)
    return common >= 4 && common >= 0.75 * more && isTelling(one, other) && isSame(one, other) ? likeness : undefined
  // Small ones, such as an amount with its currency, have to be the same.
  if (share === 1 && common >= 2) return likeness
  if (near === nearness.beside) return common >= 3 && common >= 0.6 * more ? likeness : undefined
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

/** What wraps the thing itself, whatever it is called. */
const wrapping: ReadonlySet<string> = new Set(
  'data meta metadata error errors warnings links pagination page success result results items'.split(' '),
)

function isWrapper({fields}: Described): boolean {
  return [...fields.keys()].every(key => wrapping.has(key))
}

function isTelling(one: Described, other: Described): boolean {
  return [...one.fields.keys()].some(key => !usual.has(key) && other.fields.has(key))
}

/** Whether at most one of five common fields is something else; an enum with no value in common is another one. */
function isSame(one: Described, other: Described): boolean {
  // The name of an event tells what happened, whoever tells it.
  if (one.isEvent && other.isEvent) return true
  let common = 0
  let different = 0
  for (const [key, field] of one.fields) {
    const counterpart = other.fields.get(key)
    if (counterpart === undefined) continue
    const {choices} = field
    if (choices && counterpart.choices && !meet(choices, counterpart.choices)) return false
    common++
    if (!shapesAgree(field.shape, counterpart.shape)) different++
  }
  return different * 5 <= common
}

function meet(one: ApiChoices, other: ApiChoices): boolean {
  return missingIn(other, one).length < one.values.filter(({isSpare}) => !isSpare).length
}
