import {
  type IncomingMessage,
  type OutgoingHttpHeaders,
  ServerResponse,
  validateHeaderName,
  validateHeaderValue,
} from 'node:http'

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

/** Who has a say about a header: the standard, Node, which reads how an answer ends, or nobody but the one who set it. */
type Kind = 'security' | 'framing' | 'plain'

const framing = [
  'connection',
  'content-disposition',
  'content-length',
  'date',
  'expect',
  'keep-alive',
  'trailer',
  'transfer-encoding',
]
const kinds = new Map<string, Kind>([
  ...Object.keys(securityHeaders).map(name => [name, 'security'] as const),
  ...framing.map(name => [name, 'framing'] as const),
])
/** Names that are remembered; a program has far fewer. */
const most = 1000

/** Throws for what is no name of a header. */
function kindOf(name: string): Kind {
  const kind = kinds.get(name)
  if (kind) return kind
  validateHeaderName(name)
  const found = kinds.get(name.toLowerCase()) ?? 'plain'
  if (kinds.size < most) kinds.set(name, found)
  return found
}

/** Lines of the head with all security headers but those that an answer names itself. */
function securityLines(isTold: (name: string) => boolean): string {
  const left = Object.entries(securityHeaders).filter(([name]) => !isTold(name))
  return left.map(([name, value]) => `${name}: ${value}\r\n`).join('')
}

/** The same for an answer with headers of these names. */
function linesBeside(names: readonly string[]): string {
  const told = new Set(names.map(name => name.toLowerCase()))
  return securityLines(name => told.has(name))
}

const allSecurityLines = securityLines(() => false)

/** The step of Node's in which headers become text; its type leaves it out. */
interface Storing {
  _storeHeader(firstLine: string, headers: unknown): void
}
const {_storeHeader: storeHeader} = ServerResponse.prototype as unknown as Storing

/**
 * An answer that carries the security headers, whoever writes it and however early it was decided. They are added where headers
 * become text: kept with the others they would be work for every request. What an answer says itself about one of them holds.
 */
export class SecuredResponse<Request extends IncomingMessage = IncomingMessage> extends ServerResponse<Request> {
  _storeHeader(firstLine: string, headers: unknown): void {
    if (Array.isArray(headers)) {
      storeHeader.call(this, firstLine + linesBeside(namesOf(headers)), headers)
    } else if (this.getHeaderNames().length > 0) {
      // Set one by one before; Node has to get the very object in which it keeps them.
      storeHeader.call(this, firstLine + securityLines(name => this.hasHeader(name)), headers)
    } else {
      // Nothing at all, or headers by their names.
      const {lines, rest} = linesOf((headers ?? {}) as OutgoingHttpHeaders)
      storeHeader.call(this, firstLine + lines, rest)
    }
  }
}

/** The names in a list of names and values in turn, or in a list of pairs. */
function namesOf(headers: readonly unknown[]): string[] {
  const nested = Array.isArray(headers[0])
  return headers.flatMap((part, index) =>
    nested ? String((part as unknown[])[0]) : index % 2 === 0 ? String(part) : [],
  )
}

/** Headers that only have to be written, as lines; Node would look at each of them several times. `rest` is for Node. */
function linesOf(headers: OutgoingHttpHeaders): {readonly lines: string; readonly rest: OutgoingHttpHeaders} {
  let lines = ''
  let tellsOfSecurity = false
  const rest: OutgoingHttpHeaders = {}
  for (const name in headers) {
    const value = headers[name]
    const kind = kindOf(name)
    // Several values make several lines, and one that is missing is an error: both are known to Node.
    if (kind === 'framing' || typeof value === 'object' || value === undefined) {
      rest[name] = value
    } else {
      if (typeof value === 'string') validateHeaderValue(name, value)
      lines += `${name}: ${value}\r\n`
    }
    if (kind === 'security') tellsOfSecurity = true
  }
  return {lines: lines + (tellsOfSecurity ? linesBeside(Object.keys(headers)) : allSecurityLines), rest}
}
