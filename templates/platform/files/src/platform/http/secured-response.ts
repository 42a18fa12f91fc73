import {type IncomingMessage, type OutgoingHttpHeader, type OutgoingHttpHeaders, ServerResponse} from 'node:http'

/** For an API that never answers with a page: nothing may be framed, sniffed or run. */
export const securityHeaders = {
  'content-security-policy': "default-src 'none';frame-ancestors 'none'",
  // Answers may be read by pages of the allowed origins; CORS decides which.
  'cross-origin-resource-policy': 'cross-origin',
  'referrer-policy': 'no-referrer',
  'strict-transport-security': 'max-age=31536000; includeSubDomains',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  // The filter of old browsers made holes of its own.
  'x-xss-protection': '0',
} as const

const names = Object.keys(securityHeaders) as (keyof typeof securityHeaders)[]

/**
 * An answer that carries the security headers, whoever writes it and however early it was decided. They are added where headers
 * become text: kept with the others they would be work for every request, and beyond some sixteen headers the object in which
 * Fastify keeps them becomes a dictionary. What an answer says itself about one of them holds.
 */
export class SecuredResponse<Request extends IncomingMessage = IncomingMessage> extends ServerResponse<Request> {
  override writeHead(statusCode: number, ...words: readonly unknown[]): this {
    const [first, second] = words
    const reason = typeof first === 'string' ? first : undefined
    const given = reason === undefined ? (first ?? second) : second
    const all = Array.isArray(given) ? pairsOf(given, this) : namedOf(given, this)
    return reason === undefined ? super.writeHead(statusCode, all) : super.writeHead(statusCode, reason, all)
  }
}

/** Headers by their names, as Fastify gives them. */
function namedOf(given: unknown, answer: ServerResponse): OutgoingHttpHeader[] {
  // What Node's types say that is given where there is no list; nothing when all headers were set before.
  const named = (given ?? {}) as OutgoingHttpHeaders
  const pairs: (OutgoingHttpHeader | undefined)[] = []
  for (const name in named) pairs.push(name, named[name])
  for (const name of names) {
    if (named[name] === undefined && !answer.hasHeader(name)) pairs.push(name, securityHeaders[name])
  }
  // A header without a value is for Node to refuse.
  return pairs as OutgoingHttpHeader[]
}

/** Headers as a list of names and values in turn, or as a list of pairs. */
function pairsOf(given: readonly OutgoingHttpHeader[], answer: ServerResponse): OutgoingHttpHeader[] {
  const pairs = given.flat()
  const told = new Set(pairs.map(part => String(part).toLowerCase()))
  for (const name of names) if (!told.has(name) && !answer.hasHeader(name)) pairs.push(name, securityHeaders[name])
  return pairs
}
