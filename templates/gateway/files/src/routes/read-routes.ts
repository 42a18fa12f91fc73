import {load} from 'js-yaml'
import type {z} from 'zod'
import {standardGraphqlLimits} from '../graphql/limits.js'
import {ConfigError} from '../platform/config/environment.js'
import {standardLimits} from '../platform/outbound/call-limits.js'
import {standardWebSocketLimits} from '../web-socket/limits.js'
import {nearest} from './nearest.js'
import type {Route} from './route.js'
import {type GatewayFile, gatewaySchema, methods, type RouteEntry} from './route-schema.js'

type Environment = Readonly<Record<string, string | undefined>>

/** What a route gets that says nothing else: the edge of the standard. */
const standard = {
  duration: 30_000,
  bodyLimit: 10 * 1024 * 1024,
  rateLimit: 'api',
  balance: 'least-connections',
  retries: {attempts: 1, budget: 0.2},
  probe: {path: '/ready', every: 10_000, timeout: 5000, unhealthyAfter: 3, healthyAfter: 2},
} as const

/** Reads the text of gateway.yaml; `${NAME}` and `${NAME:-otherwise}` take values from the environment. Throws a
 * ConfigError that names everything that is wrong. */
export function readRoutes(text: string, environment: Environment): readonly Route[] {
  const problems: string[] = []
  const value = substitute(parse(text), environment, problems)
  const result = gatewaySchema.safeParse(value)
  problems.push(...(result.error?.issues ?? []).map(issue => explain(issue, value)))
  if (!result.success || problems.length > 0) throw new ConfigError(problems, 'gateway.yaml is not right')
  const routes = result.data.routes.map(entry => resolve(entry, result.data.defaults ?? {}, environment))
  const wrong = [...repeated(routes, 'name'), ...repeated(routes, 'prefix'), ...impatient(routes), ...open(routes)]
  if (wrong.length > 0) throw new ConfigError(wrong, 'gateway.yaml is not right')
  return routes
}

function parse(text: string): unknown {
  try {
    return load(text)
  } catch (error) {
    throw new ConfigError([error instanceof Error ? error.message : String(error)], 'gateway.yaml can not be read')
  }
}

function substitute(value: unknown, environment: Environment, problems: string[]): unknown {
  if (Array.isArray(value)) return value.map(item => substitute(item, environment, problems))
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(
      Object.entries(value).map(([key, member]) => [key, substitute(member, environment, problems)]),
    )
  }
  if (typeof value !== 'string') return value
  return value.replaceAll(/\$\{([A-Za-z_]\w*)(?::-([^}]*))?\}/g, (_all, name: string, otherwise?: string) => {
    const found = environment[name] || otherwise
    if (found === undefined) problems.push(`The environment variable ${name} is not set.`)
    return found ?? ''
  })
}

function resolve(entry: RouteEntry, defaults: NonNullable<GatewayFile['defaults']>, environment: Environment): Route {
  const {timeout, duration, bodyLimit, rateLimit, balance} = {...defaults, ...entry}
  const probe = (defaults.healthCheck ?? entry.healthCheck) && {...defaults.healthCheck, ...entry.healthCheck}
  const {openFor = standardLimits.openFor, ...trip} = {...defaults.breaker, ...entry.breaker}
  const {running = standardLimits.concurrent, waiting = standardLimits.queued} = {
    ...defaults.concurrency,
    ...entry.concurrency,
  }
  return {
    name: entry.name,
    prefix: entry.prefix,
    source: entry.upstream,
    balance: balance ?? standard.balance,
    methods: entry.methods ?? methods,
    public: entry.public ?? false,
    scopes: entry.scopes ?? [],
    roles: entry.roles ?? [],
    policy: entry.policy,
    rateLimit: rateLimit ?? standard.rateLimit,
    timeout: timeout ?? standardLimits.total,
    duration: duration ?? standard.duration,
    bodyLimit: bodyLimit ?? standard.bodyLimit,
    concurrency: {running, waiting},
    breaker: {trip: {...standardLimits.trip, ...definedOnly(trip)}, openFor},
    retries: {...standard.retries, ...definedOnly({...defaults.retries, ...entry.retries})},
    probe: probe && {...standard.probe, ...definedOnly(probe)},
    webSocket: entry.webSocket && {...standardWebSocketLimits, ...definedOnly(entry.webSocket)},
    graphql: entry.graphql && {
      ...standardGraphqlLimits,
      introspection: environment['NODE_ENV'] !== 'production',
      ...definedOnly(entry.graphql),
    },
    ready: entry.ready === false ? undefined : (entry.ready ?? '/ready'),
  }
}

/** Without the members that are undefined, which would hide those of the standard. */
function definedOnly<T extends object>(value: T): {[K in keyof T]?: Exclude<T[K], undefined>} {
  const entries = Object.entries(value).filter(([, member]) => member !== undefined)
  return Object.fromEntries(entries) as {[K in keyof T]?: Exclude<T[K], undefined>} // The filter took the rest away.
}

function explain(issue: z.core.$ZodIssue, file: unknown): string {
  const place = placeOf(issue.path, file)
  if (issue.code !== 'unrecognized_keys') return `${place}: ${sentence(issue)}.`
  const known = knownKeys(issue.path)
  const unknown = issue.keys.map(key => {
    const meant = nearest(key, known)
    return `"${key}" is not known.${meant ? ` Did you mean "${meant}"?` : ` Known are ${known.join(', ')}.`}`
  })
  return `${place}: ${unknown.join(' ')}`
}

function sentence(issue: z.core.$ZodIssue): string {
  if (issue.code !== 'invalid_union') return issue.message
  // Of the forms that it may have, the one that it was meant to be says most.
  const meant = issue.errors.find(([first]) => first?.code !== 'invalid_type')
  return meant?.[0]?.message ?? issue.message
}

/** `routes[1] (orders).timeout`: the name finds the route faster than its number. */
function placeOf(path: readonly PropertyKey[], file: unknown): string {
  if (path.length === 0) return 'The file'
  let value = file
  let place = ''
  for (const key of path) {
    value = typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined
    place += typeof key === 'number' ? `[${key}]` : `${place === '' ? '' : '.'}${String(key)}`
    const name = typeof value === 'object' && value !== null ? Reflect.get(value, 'name') : undefined
    if (typeof name === 'string') place += ` (${name})`
  }
  return place
}

/** The keys that the schema has at a place. */
function knownKeys(path: readonly PropertyKey[]): readonly string[] {
  const {defaults, routes} = gatewaySchema.shape
  const at = path.at(-1)
  const route = routes.element.shape
  if (
    at === 'breaker' ||
    at === 'concurrency' ||
    at === 'retries' ||
    at === 'healthCheck' ||
    at === 'webSocket' ||
    at === 'graphql'
  )
    return Object.keys(route[at].unwrap().shape)
  if (at === 'defaults') return Object.keys(defaults.unwrap().shape)
  return Object.keys(typeof at === 'number' ? route : gatewaySchema.shape)
}

function repeated(routes: readonly Route[], member: 'name' | 'prefix'): string[] {
  const values = routes.map(route => route[member])
  const twice = new Set(values.filter((value, index) => values.indexOf(value) < index))
  return [...twice].map(value => `Two routes have the ${member} "${value}".`)
}

/** To name a role and to let everybody in is a mistake that nobody should find out in production. */
function open(routes: readonly Route[]): string[] {
  return routes
    .filter(route => route.public && route.roles.length + route.scopes.length > 0)
    .map(({name}) => `The route "${name}" is public: its scopes and roles would never be asked for.`)
}

function impatient(routes: readonly Route[]): string[] {
  return routes
    .filter(({timeout, duration}) => timeout > duration)
    .map(({name}) => `The route "${name}" waits longer for the beginning of an answer than for its end.`)
}
