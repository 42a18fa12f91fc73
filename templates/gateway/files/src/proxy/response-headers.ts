import type {IncomingHttpHeaders} from 'node:http'
import type {FastifyReply} from 'fastify'
import {listedNames} from './listed-names.js'

/** Between two neighbours, or the gateway's own to say. */
const dropped: ReadonlySet<string> = new Set([
  'connection',
  'keep-alive',
  'proxy-authenticate',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
  'x-request-id',
  'x-correlation-id',
  'content-security-policy',
  'origin-agent-cluster',
  'referrer-policy',
  'strict-transport-security',
  'x-content-type-options',
  'x-dns-prefetch-control',
  'x-download-options',
  'x-frame-options',
  'x-permitted-cross-domain-policies',
  'x-xss-protection',
  'server',
  'x-powered-by',
  // Merged with the gateway's own, see mergeHeaders.
  'vary',
  'link',
  'deprecation',
  'sunset',
])

/** The headers of an answer that reach the caller. Addresses of upstreams become paths. */
export function callerHeaders(
  headers: IncomingHttpHeaders,
  origins: readonly string[],
  pathFor: (path: string) => string,
): IncomingHttpHeaders {
  const listed = listedNames(headers.connection)
  const kept: IncomingHttpHeaders = {}
  for (const name in headers) {
    if (dropped.has(name) || listed?.includes(name) || isGatewayFamily(name)) continue
    const value = headers[name]
    kept[name] = typeof value === 'string' ? writable(value) : value?.map(writable)
  }
  const {location} = kept
  if (location === undefined) return kept
  const origin = origins.find(each => location === each || location.startsWith(`${each}/`))
  kept.location = pathFor(origin === undefined ? location : location.slice(origin.length) || '/')
  return kept
}

const unwritable = /[^\t -~\x80-\xff]/

/** Without the characters that may stand in no header: Node would not write the rest of the answer either. */
function writable(value: string): string {
  return unwritable.test(value) ? value.replaceAll(new RegExp(unwritable, 'g'), '') : value
}

/** What both have something to say about: lists add up, of two limits the tighter one is told, and of two ends the nearer. */
export function mergeHeaders(reply: FastifyReply, headers: IncomingHttpHeaders): void {
  for (const name of ['vary', 'link']) {
    const theirs = headers[name]
    if (theirs === undefined) continue
    const own = reply.getHeader(name)
    reply.header(name, own === undefined ? theirs : `${own}, ${theirs}`)
  }
  mergeDates(reply, headers, 'deprecation', date => Number(date.replace('@', '')))
  mergeDates(reply, headers, 'sunset', Date.parse)
  const theirs = Number(headers['ratelimit-remaining'] ?? Number.NaN)
  if (!(theirs < Number(reply.getHeader('ratelimit-remaining') ?? Number.POSITIVE_INFINITY))) return
  for (const name of ['ratelimit-limit', 'ratelimit-remaining', 'ratelimit-reset']) {
    const value = headers[name]
    if (value !== undefined) reply.header(name, value)
  }
}

function mergeDates(
  reply: FastifyReply,
  headers: IncomingHttpHeaders,
  name: 'deprecation' | 'sunset',
  timeOf: (date: string) => number,
): void {
  const theirs = headers[name]
  if (typeof theirs !== 'string') return
  const own = reply.getHeader(name)
  if (own === undefined || timeOf(theirs) < timeOf(String(own))) reply.header(name, theirs)
}

function isGatewayFamily(name: string): boolean {
  return name.startsWith('access-control-') || name.startsWith('cross-origin-') || name.startsWith('ratelimit-')
}
