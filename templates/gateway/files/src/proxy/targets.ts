import {Pool} from 'undici'

/** One address of an upstream, with the connections to it. */
export interface Target {
  /** `host:port`, for the Host header. */
  readonly host: string
  readonly origin: string
  readonly pool: Pool
}

export interface TargetOptions {
  readonly origins: readonly string[]
  /** Connections to all of them together. */
  readonly connections: number
  /** Milliseconds for a connection to be made. */
  readonly connectTimeout: number
}

/** The addresses of an upstream. */
export interface Targets {
  readonly all: readonly Target[]
  /** The one with the least to do; those that could not be reached lately come last. */
  pick(): Target
  /** Passes over a target for a while. */
  rest(target: Target): void
  close(): Promise<void>
}

/** Milliseconds for which an unreachable target is passed over. */
const restFor = 5000

export function createTargets({origins, connections, connectTimeout}: TargetOptions): Targets {
  const all = origins.map((origin): Target => {
    const {host} = new URL(origin)
    const pool = new Pool(origin, {
      connections: Math.ceil(connections / origins.length),
      connect: {timeout: connectTimeout},
      // How long an answer may take is a matter of the route.
      bodyTimeout: 0,
    })
    return {host, origin: new URL(origin).origin, pool}
  })
  const [first] = all
  if (!first) throw new Error('An upstream needs an address.')
  const restUntil = new Map<Target, number>()
  let turn = 0

  const burden = (target: Target, now: number): number => {
    const {running, queued} = target.pool.stats
    return running + queued + ((restUntil.get(target) ?? 0) > now ? 1e6 : 0)
  }

  return {
    all,
    pick() {
      if (all.length === 1) return first
      const now = performance.now()
      turn = (turn + 1) % all.length
      // From another one each time, so that targets with equally much to do take turns.
      const order = [...all.slice(turn), ...all.slice(0, turn)]
      return order.reduce((best, each) => (burden(each, now) < burden(best, now) ? each : best))
    },
    rest: target => restUntil.set(target, performance.now() + restFor),
    close: async () => {
      await Promise.all(all.map(({pool}) => pool.destroy()))
    },
  }
}
