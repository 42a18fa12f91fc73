import type {RelatedPlace} from '../../../core/rule.js'
import type {Run} from '../../../core/run.js'
import type {ApiContract, ApiEntityField} from '../model.js'
import {type Cluster, clustersOf} from './clusters.js'
import type {Described} from './described.js'

/** A field as one of the contracts has it. */
export interface Member {
  readonly described: Described
  readonly field: ApiEntityField
}

/** A field that differs from what most contracts say about it. */
export interface Dissent extends Member {
  /** Those that it differs from. */
  readonly others: readonly [Member, ...Member[]]
}

/** Clusters of a run, which all rules about them share. */
export function sharedClusters(run: Run): readonly Cluster[] {
  return run.once(clustersOf)
}

/** The fields of an entity that have one name in several contracts. */
export function sharedFields(cluster: Cluster): readonly (readonly Member[])[] {
  const found = new Map<string, Member[]>()
  for (const described of cluster)
    for (const [key, field] of described.fields) {
      const known = found.get(key)
      if (known) known.push({described, field})
      else found.set(key, [{described, field}])
    }
  return [...found.values()].filter(({length}) => length > 1)
}

/** Who differs from most of the others; where as many say the one as the other, who comes later. */
export function dissentsOf(
  members: readonly Member[],
  agrees: (one: Member, other: Member) => boolean,
): readonly Dissent[] {
  if (members.every((one, index) => members.slice(index + 1).every(other => agrees(one, other)))) return []
  const all = distinct(members)
  const disputed = all.filter(one => all.some(other => !agrees(one, other)))
  const count = (one: Member) => all.filter(other => agrees(one, other)).length
  const usual = disputed.reduce<Member | undefined>(
    (best, each) => (best === undefined || count(each) > count(best) ? each : best),
    undefined,
  )
  if (usual === undefined) return []
  return disputed.flatMap(one => {
    const [first, ...rest] = agrees(one, usual)
      ? []
      : all.filter(other => (other === usual || agrees(other, usual)) && !agrees(one, other))
    return first === undefined ? [] : {...one, others: [first, ...rest]}
  })
}

/** Contracts may refer to one file: what is in it is one voice. */
function distinct(members: readonly Member[]): readonly Member[] {
  const seen = new Map<string, Member>()
  for (const member of members) {
    const {path, start} = member.described.contract.locate(member.field.at)
    const place = `${path}:${start.line}:${start.column}`
    if (!seen.has(place)) seen.set(place, member)
  }
  return [...seen.values()]
}

/** Things by the contract in which they are told. */
export function byContract<Told extends Member>(all: readonly Told[]): ReadonlyMap<ApiContract, readonly Told[]> {
  const found = new Map<ApiContract, Told[]>()
  for (const each of all) {
    const {contract} = each.described
    const known = found.get(contract)
    if (known) known.push(each)
    else found.set(contract, [each])
  }
  return found
}

/** `Property "email" of schema "User"`, as messages begin. */
export function titleOf({described: {contract, entity}, field}: Member): string {
  return `${contract.document.api.language === 'json' ? 'Property' : 'Field'} "${field.name}" of ${inSentence(entity.title)}`
}

/** `schema "User" in "openapi.yaml"` */
export function placeOf({described: {contract, entity}}: Member): string {
  return `${inSentence(entity.title)} in "${contract.source.path}"`
}

/** A title within a sentence. */
export function inSentence(title: string): string {
  return title.charAt(0).toLowerCase() + title.slice(1)
}

/** The other places, each with why it is about the same thing. `at` chooses the place; by default it is the field. */
export function relatedTo(
  {described, others}: Dissent,
  says: (other: Member) => string,
  at: (other: Member) => unknown = ({field}) => field.at,
): RelatedPlace<unknown>[] {
  return others.map(other => {
    const {contract, entity} = other.described
    const shared = `${described.common(other.described)} of the ${described.fields.size} fields of ${inSentence(described.entity.title)}`
    return {at: at(other), message: `${says(other)}; ${inSentence(entity.title)} has ${shared}.`, in: contract}
  })
}
