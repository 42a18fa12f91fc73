import {validateHeaderName, validateHeaderValue} from 'node:http'
import {MeshError} from '../../core/errors.js'

/** The connection is the engine's own business. */
const refused: ReadonlySet<string> = new Set([
  'host',
  'connection',
  'content-length',
  'transfer-encoding',
  'upgrade',
  'te',
  'expect',
])

/** Reads `Name: value`. A value is never told in a message: it may be a secret. */
export function parseHeader(text: string): [string, string] {
  const colon = text.indexOf(':')
  const name = text.slice(0, Math.max(0, colon)).trim()
  const value = text.slice(colon + 1).trim()
  if (colon < 1)
    throw new MeshError('A header has no name and value with a colon between.', 'Write --header "Name: value".')
  checkHeader(name, value)
  return [name, value]
}

/** Refuses a header that cannot be sent. */
export function checkHeader(name: string, value: string): void {
  try {
    validateHeaderName(name)
  } catch {
    throw new MeshError(
      `Header name "${name}" has a character that no header may have.`,
      'Write --header "Name: value".',
    )
  }
  try {
    validateHeaderValue(name, value)
  } catch {
    throw new MeshError(
      `The value of header "${name}" has a character that no header may have.`,
      'Look for line breaks and characters outside of Latin-1.',
    )
  }
  if (refused.has(name.toLowerCase()))
    throw new MeshError(`Header "${name}" cannot be chosen: it belongs to the connection.`, 'Leave it out.')
}

/** Several sets of headers as one; later ones win, whatever the case of their names. */
export function mergedHeaders(...sets: readonly Readonly<Record<string, string>>[]): Record<string, string> {
  const byName = new Map<string, [string, string]>()
  for (const set of sets) for (const [name, value] of Object.entries(set)) byName.set(name.toLowerCase(), [name, value])
  return Object.fromEntries(byName.values())
}

/** Headers that say nothing about who asks; the values of all others are hidden in reports. */
const open: ReadonlySet<string> = new Set([
  'accept',
  'accept-encoding',
  'accept-language',
  'access-control-request-headers',
  'access-control-request-method',
  'cache-control',
  'content-type',
  'idempotency-key',
  'if-match',
  'if-none-match',
  'origin',
  'prefer',
  'traceparent',
  'user-agent',
  'x-correlation-id',
  'x-mesh-load-test',
  'x-platform',
  'x-request-id',
])

/** Headers for reports: the values that may be secret are hidden. */
export function redactedHeaders(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, open.has(name.toLowerCase()) ? value : '[redacted]']),
  )
}

/** A path for reports: values in its query that may be secret are hidden. */
export function redactedPath(path: string): string {
  return path.replaceAll(
    /([?&][^=&]*(?:key|token|secret|password|passwd|pwd|auth|signature|sig|credential|session|code)[^=&]*=)[^&#]*/gi,
    '$1[redacted]',
  )
}
