import {load} from 'js-yaml'
import type {Aggregate} from '../aggregates/aggregate.js'
import {standardCacheLimits} from '../cache/cache-limits.js'
import {standardGraphqlLimits} from '../graphql/limits.js'
import {ConfigError} from '../platform/config/environment.js'
import {standardLimits} from '../platform/outbound/call-limits.js'
import {standardWebSocketLimits} from '../web-socket/limits.js'
import {aggregateProblems} from './aggregate-problems.js'
import {explainIssue} from './explain-issue.js'
import type {Layout} from './layout.js'
import type {Route} from './route.js'
import {type AggregateEntry, type GatewayFile, gatewaySchema, methods, type RouteEntry} from './route-schema.js'

type Environment = Readonly<Record<string, string | undefined>>

/** What a route gets that says nothing else: the edge of the standard. */
const standard = {
  duration: 30_000,
  bodyLimit: 10 * 1024 * 1024,
  rateLimit: 'api',
  partSize: 1024 * 1024,
  balance: 'least-connections',
  retries: {attempts: 1, budget: 0.2},
  probe: {path: '/ready', every: 10_000, timeout: 5000, unhealthyAfter: 3, healthyAfter: 2},
} as const

/** Reads the text of gateway.yaml; `${NAME}` and `${NAME:-otherwise}` take values from the environment. Throws a
 * ConfigError that names everything that is wrong. */
export function readLayout(text: string, environment: Environment): Layout {
  const problems: string[] = []
  const value = substitute(parse(text), environment, problems)
  const result = gatewaySchema.safeParse(value)
  problems.push(...(result.error?.issues ?? []).map(issue => explainIssue(issue, gatewaySchema, value)))
  if (!result.success || problems.length > 0) throw new ConfigError(problems, 'gateway.yaml is not right')
  const routes = result.data.routes.map(entry => resolve(entry, result.data.defaults ?? {}, environment))
  const aggregates = (result.data.aggregates ?? []).map(resolveAggregate)
  const wrong = [
    ...repeated(routes, 'name'),
    ...repeated(routes, 'prefix'),
    ...impatient(routes),
    ...open([...routes, ...aggregates]),
    ...aggregateProblems(aggregates, routes),
  ]
  if (wrong.length > 0) throw new ConfigError(wrong, 'gateway.yaml is not right')
  return {routes, aggregates}
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
    cache: entry.cache && {...standardCacheLimits, ...definedOnly(entry.cache)},
    transform: entry.transform,
    deprecation: entry.deprecation,
    ready: entry.ready === false ? undefined : (entry.ready ?? '/ready'),
  }
}

function resolveAggregate(entry: AggregateEntry): Aggregate {
  return {
    name: entry.name,
    path: entry.path,
    parts: Object.entries(entry.parts).map(([name, {route, path, optional = false}]) => ({
      name,
      route,
      path,
      optional,
    })),
    timeout: entry.timeout ?? standardLimits.total,
    size: entry.size ?? standard.partSize,
    public: entry.public ?? false,
    scopes: entry.scopes ?? [],
    roles: entry.roles ?? [],
    policy: entry.policy,
    rateLimit: entry.rateLimit ?? standard.rateLimit,
  }
}

/** Without the members that are undefined, which would hide those of the standard. */
function definedOnly<T extends object>(value: T): {[K in keyof T]?: Exclude<T[K], undefined>} {
  const entries = Object.entries(value).filter(([, member]) => member !== undefined)
  return Object.fromEntries(entries) as {[K in keyof T]?: Exclude<T[K], undefined>} // The filter took the rest away.
}

function repeated(routes: readonly Route[], member: 'name' | 'prefix'): string[] {
  const values = routes.map(route => route[member])
  const twice = new Set(values.filter((value, index) => values.indexOf(value) < index))
  return [...twice].map(value => `Two routes have the ${member} "${value}".`)
}

/** To name a role and to let everybody in is a mistake that nobody should find out in production. */
function open(entries: readonly Pick<Route, 'name' | 'public' | 'roles' | 'scopes'>[]): string[] {
  return entries
    .filter(entry => entry.public && entry.roles.length + entry.scopes.length > 0)
    .map(({name}) => `"${name}" is public: its scopes and roles would never be asked for.`)
}

function impatient(routes: readonly Route[]): string[] {
  return routes
    .filter(({timeout, duration}) => timeout > duration)
    .map(({name}) => `The route "${name}" waits longer for the beginning of an answer than for its end.`)
}
