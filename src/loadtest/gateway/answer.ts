import type {ProbeAnswer} from './probe.js'

/** A member of an answer, or undefined on the way to it. */
export function memberAt(value: unknown, ...path: readonly (string | number)[]): unknown {
  let part = value
  for (const key of path) part = typeof part === 'object' && part !== null ? Reflect.get(part, key) : undefined
  return part
}

/** The code of the first error of the standard's envelope, or the type of a problem of RFC 9457. */
export function errorCodeOf({json}: ProbeAnswer): string | undefined {
  const code = memberAt(json, 'errors', 0, 'code') ?? memberAt(json, 'code') ?? memberAt(json, 'type')
  return typeof code === 'string' ? code : undefined
}

/** Why an answer is no error in the standard's form; undefined when it is. */
export function envelopeFault({json, headers}: Pick<ProbeAnswer, 'json' | 'headers'>): string | undefined {
  if (headers['content-type']?.includes('problem+json')) return undefined
  if (json === undefined) return 'its body is no JSON'
  if (!Array.isArray(memberAt(json, 'errors')) || memberAt(json, 'errors', 0) === undefined) return 'it has no "errors"'
  for (const member of ['code', 'message', 'severity', 'retryable'])
    if (memberAt(json, 'errors', 0, member) === undefined) return `its error has no "${member}"`
  if (memberAt(json, 'data') !== undefined) return 'it has "data" beside "errors"'
  return memberAt(json, 'meta', 'requestId') === undefined ? 'it has no "meta.requestId"' : undefined
}

/** What an error must not tell: stacks, statements, files and hosts of the inside. */
const leaks: readonly (readonly [RegExp, string])[] = [
  [/(\n|\\n)\s*at\s[^\n]+?:\d+:\d+/, 'a stack'],
  [/Traceback \(most recent call last\)|\bjava\.lang\.|goroutine \d+ \[/, 'a stack'],
  [/\b(SELECT .+ FROM|INSERT INTO|UPDATE .+ SET|DELETE FROM) /i, 'a statement of SQL'],
  [/(\/(usr|home|app|srv|var|opt)\/[\w./-]+\.\w+|[A-Z]:\\[\w\\.-]+)/, 'a path of a file'],
  [/\b(10\.\d+\.\d+\.\d+|192\.168\.\d+\.\d+|172\.(1[6-9]|2\d|3[01])\.\d+\.\d+)\b/, 'an address of the inside'],
  [/\b[\w-]+\.svc(\.cluster\.local)?\b|\bECONNREFUSED\b|\bENOTFOUND\b/, 'a host or a fault of the inside'],
]

/** What an answer tells that it should not; undefined when nothing was seen. */
export function leakIn({body}: ProbeAnswer): string | undefined {
  const text = body.toString('utf8')
  return leaks.find(([pattern]) => pattern.test(text))?.[1]
}
