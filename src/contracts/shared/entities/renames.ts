import {wordsOf} from '../../../standard/names.js'
import type {ApiEntityField} from '../model.js'
import {shapesAgree} from './agreement.js'
import type {Cluster} from './clusters.js'
import type {Described} from './described.js'
import type {Member} from './dissent.js'
import {singular} from './names.js'

/** Words that may stand behind a name, or not, without making it another thing. */
const empty: ReadonlySet<string> = new Set('at on time date timestamp id ids url uri number code count'.split(' '))

/** Words of which one is as good as the other. */
const same: Readonly<Record<string, string>> = {
  create: 'created',
  creation: 'created',
  update: 'updated',
  modified: 'updated',
  delete: 'deleted',
  mail: 'email',
  telephone: 'phone',
}

/**
 * Fields that are there under one name in some contracts and under another in others: each time the one that is missed
 * has a counterpart of the same meaning that the others miss, and only one.
 */
export function renamedFields(cluster: Cluster): readonly (readonly Member[])[] {
  const found = new Map<ApiEntityField, Member[]>()
  for (const [index, one] of cluster.entries())
    for (const other of cluster.slice(index + 1))
      for (const [left, right] of renamesBetween(one, other)) {
        const members = found.get(left) ?? found.get(right) ?? []
        for (const member of [
          {described: one, field: left},
          {described: other, field: right},
        ]) {
          if (!members.some(({field}) => field === member.field)) members.push(member)
          found.set(member.field, members)
        }
      }
  return [...new Set(found.values())]
}

function renamesBetween(one: Described, other: Described): [ApiEntityField, ApiEntityField][] {
  const left = groups(one, other)
  const right = groups(other, one)
  return [...left].flatMap(([meaning, [a, ...more]]) => {
    const [b, ...others] = right.get(meaning) ?? []
    const isClear = a !== undefined && b !== undefined && more.length === 0 && others.length === 0
    return isClear && a.shape.kind !== 'unknown' && b.shape.kind !== 'unknown' && shapesAgree(a.shape, b.shape)
      ? [[a, b] as [ApiEntityField, ApiEntityField]]
      : []
  })
}

/** The fields that another entity does not have, by what their names mean. */
function groups(one: Described, other: Described): ReadonlyMap<string, ApiEntityField[]> {
  const found = new Map<string, ApiEntityField[]>()
  for (const [key, field] of one.fields) {
    if (other.fields.has(key)) continue
    const meaning = meaningOf(field, one)
    const known = found.get(meaning)
    if (known) known.push(field)
    else found.set(meaning, [field])
  }
  return found
}

/** What a name says without the name of the entity before it and words behind it that add nothing. */
function meaningOf({jsonName}: ApiEntityField, {name}: Described): string {
  const words = wordsOf(jsonName).map(word => same[word] ?? word)
  const own = words.length > 1 && singular(words[0] ?? '') === name.key ? words.slice(1) : words
  while (own.length > 1 && empty.has(own.at(-1) ?? '')) own.pop()
  return own.join(' ')
}
