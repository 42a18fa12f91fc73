import {randomUUID} from 'node:crypto'

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i
const correlation = /^[A-Za-z0-9._-]{1,128}$/

/** The id of one HTTP exchange. What is not a UUID is replaced: it would end up in logs and in other people's headers. */
export function readRequestId(header: unknown): string {
  return typeof header === 'string' && uuid.test(header) ? header.toLowerCase() : randomUUID()
}

/** The id of the whole business flow; the flow begins here when the caller names none. */
export function readCorrelationId(header: unknown, requestId: string): string {
  return typeof header === 'string' && correlation.test(header) ? header : requestId
}
