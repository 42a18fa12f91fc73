import {z} from 'zod'
import {standardClasses} from '../platform/rate-limit/classes.js'
import {duration, size} from './units.js'

export const methods = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'] as const

const classNames = Object.keys(standardClasses)

/** Scheme, host and port, and nothing behind: the path of a request is passed on as it is. */
const origin = z
  .string()
  .refine(isOrigin, 'must be an address without path such as http://127.0.0.1:3001')
  .transform(text => new URL(text).origin)

const prefix = z
  .string()
  .regex(/^(\/[A-Za-z0-9._~-]+)+$/, 'must be a path such as /api/v1/orders, without slash at the end')
  .refine(path => !['/health', '/ready', '/metrics'].includes(path), 'belongs to the gateway itself')

/** What a route may change and `defaults` may change for all routes. */
const limits = {
  timeout: duration().optional().describe('Until the answer of the upstream begins.'),
  duration: duration().optional().describe('Until the answer has ended; raise it for downloads and event streams.'),
  bodyLimit: size().optional().describe('Largest request body.'),
  rateLimit: z.enum(classNames).optional().describe('Class of rate limits, see RATE_LIMIT_* in .env.example.'),
  concurrency: z
    .strictObject({
      running: z.int().min(1).optional().describe('Requests that the upstream handles at a time.'),
      waiting: z.int().min(0).optional().describe('Requests that may wait for one of those to end.'),
    })
    .optional(),
  breaker: z
    .strictObject({
      consecutive: z.int().min(1).optional().describe('Opens after so many failures in a row,'),
      ratio: z.number().gt(0).max(1).optional().describe('or when so large a share of the calls fails,'),
      minimumCalls: z.int().min(1).optional().describe('given that there were so many'),
      window: duration().optional().describe('in so much time.'),
      openFor: duration().optional().describe('How long it stays open before one request tries again.'),
    })
    .optional(),
}

const route = z.strictObject({
  name: z.string().regex(/^[a-z][a-z0-9-]*$/, 'must be lower case letters, digits and hyphens'),
  prefix,
  upstream: z.union([origin, z.array(origin).min(1)]).describe('One address, or several that share the work.'),
  methods: z.array(z.enum(methods)).min(1).optional().describe('Left out, all of them.'),
  public: z.boolean().optional().describe('true lets callers in without identity. Everything else needs one.'),
  scopes: z.array(z.string().regex(/^\S+$/)).optional().describe('Permissions that every caller of the route needs.'),
  ready: z
    .union([z.string().startsWith('/'), z.literal(false)])
    .optional()
    .describe('Path that tells whether the upstream is ready, /ready when left out; false does not ask.'),
  ...limits,
})

/** What gateway.yaml may say. */
export const gatewaySchema = z.strictObject({
  defaults: z.strictObject(limits).optional(),
  routes: z.array(route),
})

export type GatewayFile = z.output<typeof gatewaySchema>
export type RouteEntry = GatewayFile['routes'][number]

function isOrigin(text: string): boolean {
  if (!URL.canParse(text)) return false
  const {protocol, pathname, search, hash, username} = new URL(text)
  return /^https?:$/.test(protocol) && pathname === '/' && search + hash + username === ''
}
