import type {Config} from '../../config/schema.js'
import type {Progress} from '../../core/progress.js'

/** What was asked for. Times are in milliseconds. */
export interface CheckRequest {
  readonly target: string
  /** Names of checks; when there are none, all that disturb nobody and whose needs are met. */
  readonly checks: readonly string[]
  readonly paths: readonly string[]
  readonly contract?: string | undefined
  /** `Name: value` each. */
  readonly headers: readonly string[]
  /** How requests prove who sends them: `token:NAME` and its like; `scope` is what tokens are to allow. */
  readonly auth?: string | undefined
  readonly scope?: string | undefined
  readonly otherHeaders: readonly string[]
  readonly deniedHeaders?: readonly string[]
  readonly origin?: string | undefined
  readonly graphql?: string | undefined
  readonly graphqlQuery?: string | undefined
  readonly publicPath?: string | undefined
  readonly otherPaths?: readonly string[]
  readonly destructive: boolean
  readonly writes?: boolean
  /** URLs of this machine, or names of targets. */
  readonly direct?: string | undefined
  readonly metrics?: string | undefined
  readonly plain?: string | undefined
  readonly grpc?: string | undefined
  readonly grpcMethod?: string | undefined
  /** A command or a URL. */
  readonly fault?: string | undefined
  readonly openFor?: number
  readonly upstreamTimeout?: number
  /** `1000/s`, and requests at once. */
  readonly limit?: string | undefined
  readonly burst?: number | undefined
  /** `p95<5ms` each. */
  readonly budgets?: readonly string[]
  /** Requests per second, and for how long, of what is measured. */
  readonly rate?: number
  readonly duration?: number
  /** The host of a target that looks like production, typed once more. */
  readonly production?: string | undefined
  /** For one request. */
  readonly timeout: number
}

export interface CheckSurroundings {
  readonly config: Config
  readonly root: string
  readonly progress: Progress
  readonly signal: AbortSignal
}
