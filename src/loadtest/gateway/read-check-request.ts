import {parseDuration, parseRate} from '../quantity.js'
import type {CheckRequest} from './check-request.js'

/** The flags of `mesh loadtest check` as they were written. */
export interface CheckFlags {
  readonly check?: readonly string[] | undefined
  readonly path?: readonly string[] | undefined
  readonly contract?: string | undefined
  readonly header?: readonly string[] | undefined
  readonly auth?: string | undefined
  readonly scope?: string | undefined
  readonly 'other-header'?: readonly string[] | undefined
  readonly 'denied-header'?: readonly string[] | undefined
  readonly origin?: string | undefined
  readonly graphql?: string | undefined
  readonly 'graphql-query'?: string | undefined
  readonly 'public-path'?: string | undefined
  readonly 'other-path'?: readonly string[] | undefined
  readonly destructive: boolean
  readonly 'allow-writes': boolean
  readonly direct?: string | undefined
  readonly metrics?: string | undefined
  readonly plain?: string | undefined
  readonly grpc?: string | undefined
  readonly 'grpc-method'?: string | undefined
  readonly fault?: string | undefined
  readonly 'open-for'?: string | undefined
  readonly 'upstream-timeout'?: string | undefined
  readonly limit?: string | undefined
  readonly burst?: number | undefined
  readonly budget?: readonly string[] | undefined
  readonly rate?: string | undefined
  readonly duration?: string | undefined
  readonly production?: string | undefined
  readonly timeout: string
}

/** What the flags ask for; each that is not understood is told with an example. */
export function readCheckRequest(target: string, flags: CheckFlags): CheckRequest {
  const {rate, duration} = flags
  return {
    target,
    checks: flags.check ?? [],
    paths: flags.path ?? [],
    contract: flags.contract,
    headers: flags.header ?? [],
    auth: flags.auth,
    scope: flags.scope,
    otherHeaders: flags['other-header'] ?? [],
    deniedHeaders: flags['denied-header'] ?? [],
    origin: flags.origin,
    graphql: flags.graphql,
    graphqlQuery: flags['graphql-query'],
    publicPath: flags['public-path'],
    otherPaths: flags['other-path'] ?? [],
    destructive: flags.destructive,
    writes: flags['allow-writes'],
    direct: flags.direct,
    metrics: flags.metrics,
    plain: flags.plain,
    grpc: flags.grpc,
    grpcMethod: flags['grpc-method'],
    fault: flags.fault,
    limit: flags.limit,
    burst: flags.burst,
    budgets: flags.budget ?? [],
    production: flags.production,
    timeout: parseDuration(flags.timeout, '--timeout'),
    ...durationOf('openFor', flags['open-for'], '--open-for'),
    ...durationOf('upstreamTimeout', flags['upstream-timeout'], '--upstream-timeout'),
    ...(rate !== undefined && {rate: parseRate(rate)}),
    ...durationOf('duration', duration, '--duration'),
  }
}

function durationOf<Name extends string>(name: Name, text: string | undefined, flag: string) {
  return text === undefined ? {} : {[name]: parseDuration(text, flag)}
}
