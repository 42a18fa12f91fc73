import type {Dispatcher} from 'undici'
import type {WebSocket} from 'ws'
import {createBalancer} from '../balance/balancer.js'
import {createTarget, type Target, type TargetState} from '../balance/target.js'
import {createTargets} from '../balance/targets.js'
import {createAnswerCache} from '../cache/answer-cache.js'
import {type DiscoveryMeans, discover} from '../discovery/discover.js'
import type {Instance} from '../discovery/discovery.js'
import {ApiError} from '../platform/errors/api-error.js'
import type {Logger} from '../platform/logging/logger.js'
import type {Metrics} from '../platform/metrics/metrics.js'
import type {BreakerState} from '../platform/outbound/breaker.js'
import {standardLimits} from '../platform/outbound/call-limits.js'
import {isUpstreamFailure} from '../platform/outbound/upstream-failure.js'
import type {Route} from '../routes/route.js'
import type {SocketCall} from '../web-socket/open-socket.js'
import {Cancellation} from './cancellation.js'
import {createClock} from './clock.js'
import type {Ending} from './ending.js'
import {createExchange} from './exchange.js'
import {callerGone, isUnreachable, ServerError} from './failure.js'
import {discard, type PassedAnswer} from './passed-answer.js'
import {createRetries} from './retries.js'
import {createSlots} from './slots.js'
import {upstreamMetrics} from './upstream-metrics.js'

/** The service behind a route. */
export interface Upstream {
  /** Addresses that belong to it at the moment. */
  readonly origins: readonly string[]
  readonly instances: readonly InstanceState[]
  /** Sends a request and gives the answer as soon as its headers are there; bodies stream both ways. `answer` is what the
   * caller gets: when it ends, or the caller hangs up, the call ends. */
  send(options: Dispatcher.DispatchOptions, answer: Ending): Promise<PassedAnswer>
  /** Opens a WebSocket at one of the instances, for as long as `answer` is waiting. */
  connect(call: SocketCall, answer: Ending): Promise<WebSocket>
  /** Asks the instances whether they are ready; one that is will do. */
  check(path: string, signal: AbortSignal): Promise<void>
  close(): Promise<void>
}

export interface InstanceState extends Instance {
  readonly state: TargetState
}

export interface UpstreamOptions {
  readonly route: Route
  readonly metrics: Metrics
  readonly logger: Logger
  readonly means: DiscoveryMeans
}

const breakerStates = {closed: 0, 'half-open': 1, open: 2} as const

export function createUpstream({route, metrics, logger, means}: UpstreamOptions): Upstream {
  const {name, timeout, concurrency} = route
  const ofGateway = upstreamMetrics(metrics)
  const exchange = createExchange(route)
  const clock = createClock(timeout)
  const slots = createSlots(concurrency)
  const retries = createRetries(route.retries)
  const targets = createTargets({
    discovery: discover(route.source, name, means),
    balancer: createBalancer(route.balance),
    create: instance => createTarget(instance, targetOptions(instance)),
    grace: route.duration,
  })

  const unfollow = ofGateway.follow(name, () => targets.all.map(({state}) => state))

  function targetOptions({origin, host}: Instance) {
    const labels = {upstream: name, group: host}
    const onChange = (state: BreakerState) => {
      metrics.breakerState.set(labels, breakerStates[state])
      logger[state === 'closed' ? 'info' : 'warn']({upstream: name, origin, state}, 'The circuit breaker changed.')
    }
    metrics.breakerState.set(labels, breakerStates.closed)
    return {
      connections: concurrency.running,
      connectTimeout: Math.min(standardLimits.connect, timeout),
      breaker: {
        isFailure: (error: unknown) => error instanceof ServerError || isUpstreamFailure(error),
        ...route.breaker,
        onChange,
      },
      probe: route.probe,
      onHealth: (healthy: boolean) =>
        logger[healthy ? 'info' : 'warn']({upstream: name, origin, healthy}, 'The health of an instance changed.'),
    }
  }

  /** Tries one instance after the other, as far as the retries go. */
  async function attempt<T>(
    options: Pick<Dispatcher.DispatchOptions, 'method' | 'body'>,
    cancellation: Cancellation,
    run: (target: Target) => Promise<T>,
  ): Promise<T> {
    const tried: Target[] = []
    let target = targets.pick(tried)
    if (!target) throw noInstance()
    retries.request()
    for (;;) {
      const chosen = target
      try {
        if (cancellation.aborted) throw callerGone()
        return await chosen.breaker.run(() => run(chosen))
      } catch (error) {
        if (isUnreachable(error)) chosen.rest()
        tried.push(chosen)
        target = cancellation.aborted ? undefined : targets.pick(tried)
        if (!target || !retries.allows(error, options, tried.length)) throw error
        if (error instanceof ServerError) discard(error.response.body)
        ofGateway.retries.inc({upstream: name})
      }
    }
  }

  /** Counts what comes of a call, and how long it takes. */
  async function observed<T>(run: () => Promise<T>, outcomeOf: (result: T) => string): Promise<T> {
    const startedAt = performance.now()
    let outcome = 'failed'
    try {
      const result = await run()
      outcome = outcomeOf(result)
      return result
    } catch (error) {
      if (error instanceof ApiError) outcome = error.code.toLowerCase()
      throw error
    } finally {
      metrics.upstreamRequests.count(name, outcome)
      metrics.upstreamDuration.observe([name], (performance.now() - startedAt) / 1000)
    }
  }

  async function ask(options: Dispatcher.DispatchOptions, answer: Ending): Promise<PassedAnswer> {
    try {
      return await observed(
        async () => {
          const entered = slots.enter(answer, over)
          const cancellation = entered instanceof Promise ? await entered : entered
          const stop = clock.watch(cancellation, options.body)
          try {
            return await attempt(options, cancellation, target => exchange(options, target, cancellation))
          } finally {
            stop()
          }
        },
        ({statusCode}) => (statusCode < 400 ? 'answered' : 'refused'),
      )
    } catch (error) {
      if (error instanceof ServerError) return error.response
      throw error
    }
  }

  const cache =
    route.cache &&
    createAnswerCache({
      send: ask,
      limits: route.cache,
      duration: route.duration,
      observe: result => ofGateway.cacheRequests.inc({upstream: name, result}),
    })

  return {
    get origins() {
      return targets.origins
    },
    get instances() {
      return targets.all.map(({instance, state}) => ({...instance, state}))
    },
    send: cache?.send ?? ask,
    connect(call, answer) {
      const cancellation = new Cancellation()
      if (answer.destroyed) cancellation.cancel(over)
      else answer.once('close', () => cancellation.cancel(over))
      const open = async (): Promise<WebSocket> => {
        // Loaded for the first who asks for one.
        const {openSocket} = await import('../web-socket/open-socket.js')
        const openAt = ({instance}: Target) => openSocket(instance, {...call, timeout}, cancellation)
        return attempt({method: 'GET'}, cancellation, openAt)
      }
      return observed(open, () => 'answered')
    },
    async check(path, signal) {
      const checks = targets.all.map(async ({pool, instance: {host}}) => {
        const {statusCode, body} = await pool.request({method: 'GET', path, headers: {host}, signal})
        await body.dump()
        if (statusCode >= 300) throw new Error(`status ${statusCode}`)
      })
      await Promise.any(checks)
    },
    async close() {
      unfollow()
      cache?.close()
      await targets.close()
    },
  }
}

/** Why a call is cancelled when its caller has the whole answer, or has left. */
const over = callerGone()

function noInstance(): ApiError {
  return new ApiError('NO_HEALTHY_INSTANCE', 'No instance of this service is known at the moment.', {
    headers: {'retry-after': '1'},
  })
}
