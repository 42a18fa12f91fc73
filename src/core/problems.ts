import type {z} from 'zod'
import {didYouMean} from './suggest.js'

/** What is wrong with a value that a user wrote, as sentences: which key, what it has to be, what it is. */
export function problemsOf(error: z.ZodError, schema: z.ZodType, value: unknown): string[] {
  return error.issues.map(issue => explain(issue, schema, value))
}

/** The same, with the keys that lead to what is wrong. */
export function placedProblemsOf(
  error: z.ZodError,
  schema: z.ZodType,
  value: unknown,
): {readonly path: readonly PropertyKey[]; readonly text: string}[] {
  return error.issues.map(issue => ({path: placeOf(issue), text: explain(issue, schema, value)}))
}

/** A key that nobody knows is what is wrong, not the object that it is in. */
function placeOf(issue: z.core.$ZodIssue): readonly PropertyKey[] {
  return issue.code === 'unrecognized_keys' ? [...issue.path, ...issue.keys.slice(0, 1)] : issue.path
}

function explain(issue: z.core.$ZodIssue, schema: unknown, value: unknown): string {
  const at = issue.path.map(String).join('.')
  if (issue.code === 'unrecognized_keys') {
    const known = knownKeys(schema, issue.path)
    return issue.keys
      .map(key => `Key "${[...issue.path, key].join('.')}" is unknown.${didYouMean(key, known)}`)
      .join(' ')
  }
  const subject = at === '' ? 'It' : `Key "${at}"`
  // The message says it all, and the value may be a secret.
  if (issue.code === 'custom') return `${subject} cannot be taken: ${issue.message}.`
  const given = issue.path.reduce<unknown>(
    (node, key) => (node as Record<PropertyKey, unknown> | undefined)?.[key],
    value,
  )
  return `${subject} has to be ${wanted(issue)}, but it is ${given === undefined ? 'missing' : JSON.stringify(given)}.`
}

/** What a value has to be, in words that go behind "has to be". */
function wanted(issue: z.core.$ZodIssue): string {
  if (issue.code === 'invalid_type') return typeNames[issue.expected] ?? issue.expected
  if (issue.code === 'invalid_value') return `one of ${issue.values.map(value => JSON.stringify(value)).join(', ')}`
  if (issue.code === 'invalid_format')
    return issue.format === 'url' ? 'a URL such as "https://staging.example.com"' : formatted(issue)
  if (issue.code === 'invalid_union')
    return issue.errors.flatMap(([first]) => (first ? wanted(first) : [])).join(', or ')
  return `otherwise (${issue.message})`
}

function formatted({format, message}: z.core.$ZodIssueInvalidStringFormat): string {
  return format === 'regex' ? `otherwise (${message})` : format
}

const typeNames: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  boolean: 'true or false',
  array: 'a list',
  tuple: 'a pair of severity and options',
  object: 'a map of keys and values',
  record: 'a map of keys and values',
}

/** The keys that are allowed at a place. */
function knownKeys(root: unknown, path: readonly PropertyKey[]): string[] {
  let schema = root
  for (const key of path) {
    const inner = unwrap(schema)
    schema = inner.shape?.[String(key)] ?? inner.valueType ?? inner.element
  }
  return Object.keys(unwrap(schema).shape ?? {})
}

interface Unwrapped {
  readonly shape?: Record<string, unknown>
  readonly valueType?: unknown
  readonly element?: unknown
}

/** The schema below default(), prefault() and optional(). */
function unwrap(schema: unknown): Unwrapped {
  let inner = schema as {def?: {innerType?: unknown}} & Unwrapped
  while (inner?.def?.innerType) inner = inner.def.innerType as typeof inner
  return inner ?? {}
}
