import {z} from 'zod'
import {instanceAt, type Source} from '../discovery/source.js'
import {duration} from './units.js'

/** Scheme, host and port, and nothing behind: the path of a request is passed on as it is. */
const origin = z
  .string()
  .refine(isOrigin, 'must be an address without path such as http://127.0.0.1:3001')
  .transform(text => new URL(text).origin)

const weighted = z.strictObject({url: origin, weight: z.int().min(1).max(1000)})

/** Milliseconds between two look-ups, unless the answer is good for less. */
const every = {dns: 30_000, registry: 5000}

const dns = z.strictObject({dns: origin, every: duration().optional()})
const srv = z.strictObject({
  srv: z.string().regex(/^_[a-z0-9-]+\._tcp\.\S+$/i, 'must be a name such as _http._tcp.orders.internal'),
  scheme: z.enum(['http', 'https']).optional(),
  every: duration().optional(),
})
const registry = z.strictObject({
  registry: z.string().regex(/^[a-z][a-z0-9-]*$/, 'must be lower case letters, digits and hyphens'),
  every: duration().optional(),
})

/** Where instances are: written down, in DNS, or in the registry. */
export const upstreamSchema = z.union(
  [
    origin.transform((url): Source => ({kind: 'fixed', instances: [instanceAt(url)]})),
    z
      .array(z.union([origin, weighted]))
      .min(1)
      .transform(
        (entries): Source => ({
          kind: 'fixed',
          instances: entries.map(entry =>
            typeof entry === 'string' ? instanceAt(entry) : instanceAt(entry.url, entry.weight),
          ),
        }),
      ),
    dns.transform((entry): Source => ({kind: 'dns', origin: entry.dns, every: entry.every ?? every.dns})),
    srv.transform(
      (entry): Source => ({
        kind: 'srv',
        name: entry.srv,
        scheme: entry.scheme ?? 'http',
        every: entry.every ?? every.dns,
      }),
    ),
    registry.transform(
      (entry): Source => ({kind: 'registry', service: entry.registry, every: entry.every ?? every.registry}),
    ),
  ],
  {error: 'must be an address, a list of addresses, {dns: …}, {srv: …} or {registry: …}'},
)

function isOrigin(text: string): boolean {
  if (!URL.canParse(text)) return false
  const {protocol, pathname, search, hash, username} = new URL(text)
  return /^https?:$/.test(protocol) && pathname === '/' && search + hash + username === ''
}
