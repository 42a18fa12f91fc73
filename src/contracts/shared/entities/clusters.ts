import type {Run} from '../../../core/run.js'
import type {ApiContract} from '../model.js'
import {Described} from './described.js'
import {homesOf, versionIn} from './homes.js'
import {entityNameOf} from './names.js'
import {Namesakes} from './namesakes.js'

/** Entities of several contracts that describe the same thing, in the order of the contracts; events come last. */
export type Cluster = readonly Described[]

/** Finds out which entities of the contracts of a run are the same. */
export function clustersOf(run: Run): readonly Cluster[] {
  if (run.contracts.length < 2) return []
  const byKey = new Map<string, Described[]>()
  const events: Described[] = []
  for (const described of allOf(run)) {
    const known = byKey.get(described.name.key)
    if (known) known.push(described)
    else byKey.set(described.name.key, [described])
    if (described.isEvent) events.push(described)
  }
  const subjects = new Map<string, Namesakes>()
  const links: [Described, Described][] = []
  for (const namesakes of byKey.values()) for (const link of linksAmong(namesakes)) links.push(link)
  for (const event of events) for (const subject of subjectsOf(event)) links.push([subject, event])
  return joined(links)

  function subjectsOf(event: Described): readonly Described[] {
    const key = event.name.subject ?? ''
    const known = subjects.get(key) ?? new Namesakes(byKey.get(key) ?? [])
    subjects.set(key, known)
    return known.bestOfEachKind(event)
  }
}

function allOf({contracts}: Run): Described[] {
  // Sound: every reader gives its document an `api`.
  const all = contracts as readonly ApiContract[]
  const homeOf = homesOf(all.map(({source}) => source.path))
  return all.flatMap((contract, position) => {
    const {path} = contract.source
    const home = homeOf(path)
    const inPath = versionIn(path)
    const inScope = new Map<string, string | undefined>()
    return contract.document.api.entities.flatMap(entity => {
      const name = entityNameOf(entity.name)
      if (name === undefined) return []
      const {scope} = entity
      if (!inScope.has(scope)) inScope.set(scope, versionIn(scope))
      const version = name.version ?? inScope.get(scope) ?? inPath
      return new Described(contract, entity, name, home, version, position)
    })
  })
}

/** Two entities are linked when each is the best that the other one finds. */
function linksAmong(all: readonly Described[]): [Described, Described][] {
  if (all.every(({contract}) => contract === all[0]?.contract)) return []
  const namesakes = new Namesakes(all)
  const best = new Map(all.map(each => [each, namesakes.bestOfEachKind(each)]))
  return all.flatMap(each =>
    (best.get(each) ?? []).flatMap((other): [Described, Described][] =>
      each.order < other.order && best.get(other)?.includes(each) ? [[each, other]] : [],
    ),
  )
}

function joined(links: readonly (readonly [Described, Described])[]): Cluster[] {
  const sets = new Map<Described, Set<Described>>()
  for (const [one, other] of links) {
    const set = sets.get(one) ?? new Set([one])
    for (const each of sets.get(other) ?? [other]) set.add(each)
    for (const each of set) sets.set(each, set)
  }
  return [...new Set(sets.values())].map(set =>
    [...set].sort((a, b) => Number(a.isEvent) - Number(b.isEvent) || a.order - b.order),
  )
}
