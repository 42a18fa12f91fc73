import type {Described} from './described.js'
import {type Likeness, likenessOf} from './likeness.js'

/** A name that so many contracts of a kind have does not tell which of them describe the same. */
const most = 12

/** Entities of one key, in which the one that is meant is found without comparing all with all. */
export class Namesakes {
  readonly #kinds = new Map<string, Described[]>()
  readonly #homes = new Map<string, Described[]>()

  constructor(entities: readonly Described[]) {
    for (const each of entities) {
      add(this.#kinds, each.kind, each)
      add(this.#homes, inHome(each.kind, each), each)
    }
  }

  /** What an entity is in the contracts of each kind, where that can be told. */
  bestOfEachKind(one: Described): readonly Described[] {
    return [...this.#kinds].flatMap(([kind, all]) => {
      // The service itself knows best what it means.
      const own = without(one, this.#homes.get(inHome(kind, one)) ?? [])
      return this.#best(one, own.length > 0 ? own : all.length > most ? [] : without(one, all)) ?? []
    })
  }

  #best(one: Described, others: readonly Described[]): Described | undefined {
    if (others.length > most) return undefined
    // What is about all services may mean any of several.
    const isStrict = one.home.all.size === 0 && new Set(others.map(({home}) => home.text)).size > 1
    let best: Described | undefined
    let highest: Likeness | undefined
    for (const other of others) {
      const likeness = likenessOf(one, other, isStrict)
      if (likeness === undefined || (highest !== undefined && !isMore(likeness, highest))) continue
      best = other
      highest = likeness
    }
    return best
  }
}

function add(map: Map<string, Described[]>, key: string, each: Described): void {
  const known = map.get(key)
  if (known) known.push(each)
  else map.set(key, [each])
}

function without({contract}: Described, all: readonly Described[]): readonly Described[] {
  return all.filter(each => each.contract !== contract)
}

function inHome(kind: string, {home}: Described): string {
  return `${kind} ${home.text}`
}

function isMore(one: Likeness, other: Likeness): boolean {
  return one.nearness === other.nearness ? one.share > other.share : one.nearness > other.nearness
}
