import type {OpenApiContract} from '../../contracts/openapi/model.js'
import type {RuleSummary} from '../../core/report.js'
import type {Operation} from '../source/scenario.js'
import type {Target} from '../target/target.js'
import type {DeclaredLimit, LatencyBudget} from './declared.js'
import type {FaultHook} from './faults/fault-hook.js'
import type {Probe, ProbeAnswer} from './probe.js'

/** What a check found about one thing that it tried. */
export interface Observation {
  /** `doubtful` when it could not be tried; the text says why. */
  readonly mark: 'good' | 'bad' | 'doubtful'
  /** A sentence: what was tried and what came. */
  readonly text: string
  /** The request that shows it, for people to send again. */
  readonly curl?: string
  /** What was measured, by names for programs; times are in milliseconds. */
  readonly figures?: Readonly<Record<string, number>>
}

/** What checks know about the gateway. */
export interface GatewayFacts {
  readonly target: Target
  readonly probe: Probe
  /** Operations without a body that answer 2xx with the credentials of the run, at least one. */
  readonly operations: readonly Operation[]
  /** The contract of what is behind the gateway; undefined when none was given. */
  readonly contract: OpenApiContract | undefined
  /** All headers of the run, the credentials among them. */
  readonly headers: Readonly<Record<string, string>>
  /** Headers of somebody else, who may do the same; undefined when nobody was given. */
  readonly otherHeaders: Readonly<Record<string, string>> | undefined
  /** Headers of somebody who is known and may do nothing; undefined when nobody was given. */
  readonly deniedHeaders: Readonly<Record<string, string>> | undefined
  /** An origin that browsers may call from; undefined when none was given. */
  readonly origin: string | undefined
  /** Path of the GraphQL endpoint; undefined when there is none. */
  readonly graphql: string | undefined
  /** The operation of GraphQL whose latency counts. */
  readonly graphqlQuery: string
  /** A path that answers everybody and does what the path of the checks does. */
  readonly publicPath: string | undefined
  /** Paths that lead to services which do not fail with the one behind the path of the checks. */
  readonly otherPaths: readonly string[]
  /** Whether operations that are not marked safe may be sent. */
  readonly writes: boolean
  /** What is behind the gateway, asked without it; undefined when it was not given. */
  readonly direct: Probe | undefined
  /** Where the gateway speaks plain HTTP; undefined when nobody says it. */
  readonly plain: Probe | undefined
  /** The figures of a service, where the platform reads them; undefined when they were not given. */
  readonly metrics: {readonly probe: Probe; readonly path: string} | undefined
  /** The origin of a gRPC service; undefined when there is none. */
  readonly grpc: Target | undefined
  /** The method that is called with a message of no fields, `package.Service/Method`. */
  readonly grpcMethod: string | undefined
  /** Makes what is behind the gateway fail; undefined when that cannot be done. */
  readonly fault: FaultHook | undefined
  /** How long the breaker stays open before it tries again, in milliseconds. */
  readonly openFor: number
  /** When the gateway gives up on what is behind it, in milliseconds. */
  readonly upstreamTimeout: number
  /** What the rate limiter is said to allow; undefined when nobody says it. */
  readonly limit: DeclaredLimit | undefined
  /** What the gateway may add to an answer. */
  readonly overhead: readonly LatencyBudget[]
  /** Requests per second that the gateway is made for; undefined when nobody says it. */
  readonly madeFor: number | undefined
  /** Requests per second, and for how many milliseconds, of checks that measure. */
  readonly rate: number
  readonly duration: number
  readonly signal: AbortSignal
}

/** One thing that a gateway has to do, tried from outside. */
export interface GatewayCheck {
  /** What `--check` calls it. */
  readonly name: string
  /** What of section 18 of the standard it tries: `RT-05`. */
  readonly standard: readonly string[]
  readonly rule: RuleSummary
  /** What it does to others, as the end of "The check … "; it runs only when that was allowed. */
  readonly disturbs?: string
  /** It meets the rate limiter on purpose; all others end when that refuses them. */
  readonly meetsLimiter?: true
  /** What it found good is worth being told, too: figures. */
  readonly measures?: true
  /** What it cannot do without, as flags; undefined when all of it is there. */
  needs?(facts: GatewayFacts): string | undefined
  run(facts: GatewayFacts): AsyncGenerator<Observation>
}

/** The path that most checks use: one that needs credentials, where there is one. */
export function pathOf({operations}: GatewayFacts): string {
  return operations[0]?.paths[0] ?? '/'
}

export function good(text: string): Observation {
  return {mark: 'good', text}
}

export function bad(text: string, answer?: Pick<ProbeAnswer, 'curl'>): Observation {
  return {mark: 'bad', text, ...(answer && {curl: answer.curl})}
}

/** An observation with what was measured. */
export function withFigures(observation: Observation, figures: Readonly<Record<string, number>>): Observation {
  const rounded = Object.entries(figures).map(([name, value]) => [name, Math.round(value * 1000) / 1000])
  return {...observation, figures: Object.fromEntries(rounded)}
}

export function doubtful(text: string, answer?: Pick<ProbeAnswer, 'curl'>): Observation {
  return {mark: 'doubtful', text, ...(answer && {curl: answer.curl})}
}
