import type {RuleSummary} from '../../core/report.js'
import type {Operation} from '../scenario.js'
import type {Probe} from './probe.js'

/** What a check found about one thing that it tried. */
export interface Observation {
  /** `doubtful` when it could not be tried; the text says why. */
  readonly mark: 'good' | 'bad' | 'doubtful'
  /** A sentence: what was tried and what came. */
  readonly text: string
  /** The request that shows it, for people to send again. */
  readonly curl?: string
}

/** What checks know about the gateway. */
export interface GatewayFacts {
  readonly probe: Probe
  /** Operations without a body that answer 2xx with the credentials of the run, at least one. */
  readonly operations: readonly Operation[]
  /** All headers of the run, the credentials among them. */
  readonly headers: Readonly<Record<string, string>>
  /** Headers of somebody else, who may do the same; undefined when nobody was given. */
  readonly otherHeaders: Readonly<Record<string, string>> | undefined
  /** An origin that browsers may call from; undefined when none was given. */
  readonly origin: string | undefined
  /** Path of the GraphQL endpoint; undefined when there is none. */
  readonly graphql: string | undefined
}

/** One thing that a gateway has to do, tried from outside with single requests. */
export interface GatewayCheck {
  /** What `--check` calls it. */
  readonly name: string
  readonly rule: RuleSummary
  /** Whether it may use up a limit that others share: it runs only when that was allowed. */
  readonly destructive?: boolean
  run(facts: GatewayFacts): AsyncGenerator<Observation>
}

/** The path that most checks use: one that needs credentials, where there is one. */
export function pathOf({operations}: GatewayFacts): string {
  return operations[0]?.paths[0] ?? '/'
}
