import {z} from 'zod'
import {strategies} from '../balance/balancer.js'
import {standardClasses} from '../platform/rate-limit/classes.js'
import {deprecationSchema} from './deprecation-schema.js'
import {transformSchema} from './transform-schema.js'
import {duration, size} from './units.js'
import {upstreamSchema} from './upstream-schema.js'

export const methods = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'] as const

const classNames = Object.keys(standardClasses)

const prefix = z
  .string()
  .regex(/^(\/[A-Za-z0-9._~-]+)+$/, 'must be a path such as /api/v1/orders, without slash at the end')
  .refine(
    path => !['/health', '/ready', '/metrics', '/services', '/revocations'].includes(path),
    'belongs to the gateway itself',
  )

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
  balance: z.enum(strategies).optional().describe('How instances share the work.'),
  retries: z
    .strictObject({
      attempts: z.int().min(0).max(3).optional().describe('Further instances that are tried.'),
      budget: z.number().min(0).max(1).optional().describe('Retries for each request, on the average.'),
    })
    .optional(),
  healthCheck: z
    .strictObject({
      path: z.string().startsWith('/').optional().describe('What every instance is asked.'),
      every: duration().optional(),
      timeout: duration().optional(),
      unhealthyAfter: z.int().min(1).optional().describe('Failures in a row until it gets no more work.'),
      healthyAfter: z.int().min(1).optional().describe('Successes in a row until it does again.'),
    })
    .optional(),
}

/** Who is let in. */
const access = {
  public: z.boolean().optional().describe('true lets callers in without identity. Everything else needs one.'),
  scopes: z.array(z.string().regex(/^\S+$/)).optional().describe('Permissions that every caller needs.'),
  roles: z.array(z.string().regex(/^\S+$/)).min(1).optional().describe('The caller must have one of them.'),
  policy: z.string().optional().describe('Name of a policy in src/policies.ts, asked about every request.'),
}

const routeName = z.string().regex(/^[a-z][a-z0-9-]*$/, 'must be lower case letters, digits and hyphens')

const route = z.strictObject({
  name: routeName,
  prefix,
  upstream: upstreamSchema.describe('Where the instances are that share the work.'),
  methods: z.array(z.enum(methods)).min(1).optional().describe('Left out, all of them.'),
  ...access,
  webSocket: z
    .strictObject({
      connections: z.int().min(1).optional().describe('At a time.'),
      messageSize: size().optional().describe('Of the largest message.'),
      messageRate: z.int().min(1).optional().describe('Messages of one caller in a second.'),
      idle: duration().optional().describe('Longest time without any sign of life.'),
    })
    .optional()
    .describe('Lets WebSockets through; {} with the usual limits.'),
  graphql: z
    .strictObject({
      depth: z.int().min(1).optional().describe('Levels of fields.'),
      complexity: z.int().min(1).optional().describe('Points: one for each field, ten for each connection.'),
      aliases: z.int().min(0).optional().describe('Fields of other names than their own.'),
      batch: z.int().min(1).optional().describe('Operations in one request.'),
      size: size().optional().describe('Of a request.'),
      introspection: z.boolean().optional().describe('Whether callers may ask for the schema.'),
    })
    .optional()
    .describe('Limits GraphQL operations; {} with the usual limits.'),
  cache: z
    .strictObject({
      size: size().optional().describe('Of all kept answers together.'),
      entrySize: size().optional().describe('Of the largest answer that is kept.'),
    })
    .optional()
    .describe('Keeps answers that say they may be kept; {} with the usual limits.'),
  transform: transformSchema.optional().describe('Changes requests, and `data` of answers.'),
  deprecation: deprecationSchema.optional().describe('When this version goes away, and what comes after it.'),
  ready: z
    .union([z.string().startsWith('/'), z.literal(false)])
    .optional()
    .describe('Path that tells whether the upstream is ready, /ready when left out; false does not ask.'),
  ...limits,
})

/** One answer made of several. */
const aggregate = z.strictObject({
  name: routeName,
  path: z
    .string()
    .regex(/^(\/([A-Za-z0-9._~-]+|\{[A-Za-z]\w*\}))+$/, 'must be a path such as /api/v1/order-pages/{id}'),
  parts: z.record(
    z.string().regex(/^[a-z]\w*$/i, 'must be the name of a field'),
    z.strictObject({
      route: z.string().describe('Name of the route whose service is asked.'),
      path: z.string().startsWith('/').describe('What it is asked for, below the prefix of that route.'),
      optional: z.boolean().optional().describe('true leaves the part out when there is none.'),
    }),
  ),
  timeout: duration().optional().describe('Until all parts are there.'),
  size: size().optional().describe('Of the largest part.'),
  ...access,
  rateLimit: limits.rateLimit,
})

/** What gateway.yaml may say. */
export const gatewaySchema = z.strictObject({
  defaults: z.strictObject(limits).optional(),
  routes: z.array(route),
  aggregates: z.array(aggregate).optional(),
})

export type GatewayFile = z.output<typeof gatewaySchema>
export type AggregateEntry = NonNullable<GatewayFile['aggregates']>[number]
export type RouteEntry = GatewayFile['routes'][number]
