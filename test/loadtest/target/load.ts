import {type Config, configSchema} from '../../../src/config/schema.js'
import {type Progress, silent} from '../../../src/core/progress.js'
import type {Report} from '../../../src/core/report.js'
import {runLoadTest} from '../../../src/loadtest/run.js'
import type {LoadTestRequest} from '../../../src/loadtest/source/request.js'
import {type Behaviour, type Seen, startTarget} from './target.js'

type Latency = Readonly<Record<'p50' | 'p75' | 'p90' | 'p95' | 'p99' | 'p99_9' | 'p99_99' | 'max' | 'mean', number>>

/** The members of the JSON output that tests look at. */
export interface Figures {
  readonly verdict: string
  readonly reasons: readonly string[]
  readonly engine: string
  readonly interrupted: boolean
  readonly durationSeconds: number
  readonly abortedBy?: string
  readonly latency: {readonly response: Latency; readonly service: Latency}
  readonly lag: Latency
  readonly waiting: {readonly requests: number}
  readonly requests: {
    readonly planned: number
    readonly sent: number
    readonly completed: number
    readonly unsent: number
  }
  readonly statuses: Readonly<Record<string, number>>
  readonly errors: Readonly<Record<string, number>>
  readonly errorRate: number
  readonly rate: {readonly asked: number | null; readonly achieved: number}
  readonly connections: {readonly limit: number; readonly peak: number; readonly opened: number}
  readonly target: {readonly url: string; readonly address: string; readonly headers: Readonly<Record<string, string>>}
  readonly thresholds: readonly {
    readonly text: string
    readonly actual: number
    readonly outcome: string
    readonly reason?: string
  }[]
  readonly operations: readonly {
    readonly name: string
    readonly requests: number
    readonly preflight: number
    readonly statuses: Readonly<Record<string, number>>
    readonly latency: {readonly response: Latency}
  }[]
  readonly leftOut: readonly {readonly operation: string; readonly reason: string}[]
  readonly histograms: {readonly response: string}
}

export interface Outcome {
  readonly report: Report
  readonly figures: Figures
}

export interface Circumstances {
  readonly config?: Partial<Record<'loadtest' | 'lint', unknown>>
  readonly root?: string
  readonly signal?: AbortSignal
  readonly progress?: Progress
}

/** Loads a target as the command does; short by default. */
export async function load(
  target: string,
  request: Partial<LoadTestRequest> = {},
  {config = {}, root = process.cwd(), signal = new AbortController().signal, progress = silent}: Circumstances = {},
): Promise<Outcome> {
  const whole: LoadTestRequest = {
    target,
    paths: [],
    headers: [],
    duration: '1s',
    warmup: '0s',
    timeout: '10s',
    thresholds: [],
    mode: 'slo',
    ...request,
  }
  const parsed: Config = configSchema.parse(config)
  const report = await runLoadTest(whole, {config: parsed, root, configSource: undefined, progress, signal})
  // The members of `data` are what reportOf makes; the tests below fail if one is missing.
  return {report, figures: report.data as unknown as Figures}
}

/** A longer pause than this, in milliseconds, and the machine was too busy for figures to be true. */
const calm = 10

/**
 * Starts a target, loads it, and checks what both have seen. Figures that are not true are forgiven twice, but only
 * when the generator or the target was held up by other work on the machine.
 */
export async function measured(
  behaviour: Behaviour,
  request: Partial<LoadTestRequest>,
  check: (both: Outcome & {readonly seen: Seen}) => void,
): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    const target = await startTarget(behaviour)
    const outcome = await load(target.url, request)
    const seen = await target.stop()
    const paused = behaviour.stall ? 0 : seen.slowest
    const isNoisy = outcome.figures.lag.p99 > calm || paused > calm
    try {
      check({...outcome, seen})
      return
    } catch (error) {
      if (!isNoisy || attempt === 3) throw error
    }
  }
}
