import type {z} from 'zod'
import {knownKeys} from './known-keys.js'
import {nearest} from './nearest.js'

/** What is wrong at one place of a file, in the words of who has written it. */
export function explainIssue(issue: z.core.$ZodIssue, schema: z.core.$ZodType, file: unknown): string {
  const place = placeOf(issue.path, file)
  if (issue.code !== 'unrecognized_keys') return `${place}: ${sentence(issue)}.`
  const known = knownKeys(schema, issue.path)
  const unknown = issue.keys.map(key => {
    const meant = nearest(key, known)
    return `"${key}" is not known.${meant ? ` Did you mean "${meant}"?` : ` Known are ${known.join(', ')}.`}`
  })
  return `${place}: ${unknown.join(' ')}`
}

function sentence(issue: z.core.$ZodIssue): string {
  if (issue.code === 'invalid_key') return issue.issues[0]?.message ?? issue.message
  if (issue.code !== 'invalid_union') return issue.message
  // Of the forms that it may have, the one that it was meant to be says most.
  const meant = issue.errors.find(([first]) => first?.code !== 'invalid_type')
  return meant?.[0]?.message ?? issue.message
}

/** `routes[1] (orders).timeout`: the name finds the route faster than its number. */
function placeOf(path: readonly PropertyKey[], file: unknown): string {
  if (path.length === 0) return 'The file'
  let value = file
  let place = ''
  for (const key of path) {
    value = typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined
    place += typeof key === 'number' ? `[${key}]` : `${place === '' ? '' : '.'}${String(key)}`
    const name = typeof value === 'object' && value !== null ? Reflect.get(value, 'name') : undefined
    if (typeof name === 'string') place += ` (${name})`
  }
  return place
}
