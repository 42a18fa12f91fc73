import type {IncomingHttpHeaders} from 'node:http'

/**
 * The proof of a caller on a socket: what it said when it began, as pages can set no headers, or else the headers of the
 * request that opened it. Nothing else that is said takes the place of a header.
 */
export function socketHeaders(
  headers: IncomingHttpHeaders,
  said: Readonly<Record<string, unknown>> | undefined,
): IncomingHttpHeaders {
  const proofs = Object.entries(said ?? {}).flatMap(([name, value]) => {
    const lower = name.toLowerCase()
    return (lower === 'authorization' || lower === 'x-api-key') && typeof value === 'string' ? [[lower, value]] : []
  })
  if (proofs.length === 0) return headers
  const {authorization: _token, 'x-api-key': _key, ...others} = headers
  return {...others, ...Object.fromEntries(proofs)}
}
