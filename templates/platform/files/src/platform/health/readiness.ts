/** Whether one thing that the service needs works: resolves when it does, rejects when it does not. */
export type Check = (signal: AbortSignal) => Promise<unknown>

export interface CheckResult {
  readonly status: 'healthy' | 'unhealthy'
  /** A code, not a message: probes are often public. */
  readonly error?: 'CHECK_FAILED' | 'CHECK_TIMEOUT' | 'DRAINING'
}

export interface Readiness {
  /** The state of every check; results are kept for a while, so that probes are no load. */
  state(): Promise<ReadinessState>
  /** From now on the service is not ready: nothing new should come. */
  drain(): void
}

export interface ReadinessState {
  readonly ready: boolean
  readonly checks: Readonly<Record<string, CheckResult>>
}

export interface ReadinessOptions {
  /** Milliseconds that one check may take. */
  readonly timeout?: number
  /** Milliseconds for which a result is used again. */
  readonly keep?: number
}

export type Checks = Readonly<Record<string, Check>>

/** A function instead of the checks is asked each time: it is for checks that come and go. */
export function createReadiness(
  checks: Checks | (() => Checks),
  {timeout = 5000, keep = 5000}: ReadinessOptions = {},
): Readiness {
  let draining = false
  let last: {readonly at: number; readonly state: Promise<ReadinessState>} | undefined
  return {
    state: async () => {
      if (draining) return {ready: false, checks: {shutdown: {status: 'unhealthy', error: 'DRAINING'}}}
      if (!last || performance.now() - last.at >= keep) {
        const current = typeof checks === 'function' ? checks() : checks
        last = {at: performance.now(), state: runAll(current, timeout)}
      }
      return last.state
    },
    drain: () => {
      draining = true
    },
  }
}

async function runAll(checks: Checks, timeout: number): Promise<ReadinessState> {
  const results = await Promise.all(
    Object.entries(checks).map(async ([name, check]) => [name, await runOne(check, timeout)] as const),
  )
  return {ready: results.every(([, {status}]) => status === 'healthy'), checks: Object.fromEntries(results)}
}

async function runOne(check: Check, timeout: number): Promise<CheckResult> {
  const signal = AbortSignal.timeout(timeout)
  // A check that does not listen to its signal must not hold up the probe.
  const timedOut = new Promise<never>((_resolve, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), {once: true})
  })
  try {
    await Promise.race([check(signal), timedOut])
    return {status: 'healthy'}
  } catch {
    return {status: 'unhealthy', error: signal.aborted ? 'CHECK_TIMEOUT' : 'CHECK_FAILED'}
  }
}
