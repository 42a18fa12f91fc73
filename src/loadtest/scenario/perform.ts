import {Slices} from '../baseline/slices.js'
import type {Measurement} from '../engine/measurement.js'
import {type Glance, Recorder} from '../engine/recorder.js'
import type {HttpExchange} from './http-exchange.js'
import type {Pace} from './pace.js'
import {Player} from './player.js'
import type {Script} from './script.js'
import type {Exchanges} from './step.js'

/** How often timeouts are looked for, in milliseconds. */
const sweepEvery = 10

/** How often the caller is told what goes on, in milliseconds. */
const watchEvery = 250

/** How often it is asked whether the run is worth going on with, in milliseconds. */
const askEvery = 1000

/** How long an interrupted run waits for answers that are under way, in milliseconds. */
const patience = 1000

export interface Performance {
  readonly script: Script
  readonly pace: Pace
  readonly engine: Measurement['engine']
  readonly exchanges: Exchanges & {readonly http: HttpExchange}
  /** Number of operations. */
  readonly operations: number
  /** How long what has begun may go on after the end, in milliseconds. */
  readonly timeout: number
  readonly signal: AbortSignal
  readonly watch: (elapsed: number, glance: Glance) => void
  /** No more requests than these are sent. */
  readonly most?: number | undefined
  /** Why the run should end now, if it should. */
  readonly isHopeless?: (soFar: Measurement) => string | undefined
  /** When the first iteration is due, in milliseconds of `performance.now()`; at once when left out. */
  readonly startAt?: number | undefined
  /** Keep the latencies of each second, so that they can be merged with those of others. */
  readonly keepsSeconds?: boolean
}

/** Plays scenarios at a pace, and tells what was seen. */
export function perform(plan: Performance): Promise<Measurement> {
  const {pace, exchanges, signal, timeout, isHopeless} = plan
  const {http} = exchanges
  const {pool} = http
  const recorder = new Recorder(plan.operations, plan.keepsSeconds)
  const slices = new Slices(pace.duration, plan.operations)
  const player = new Player(plan.script, exchanges, recorder, slices, plan.engine !== 'open loop', plan.most)
  const processorAtStart = process.cpuUsage()
  const start = plan.startAt ?? performance.now()
  let end = start + pace.duration
  let giveUpAt = end + timeout
  let nextSweep = start
  let nextWatch = start
  let nextAsk = start + askEvery
  let abortedBy: string | undefined
  let interrupted = false
  player.end = end

  return new Promise((resolve, reject) => {
    const tick = () => {
      try {
        const now = performance.now()
        pace.begin(now - start, ({due, ...iteration}) => {
          const playing = player.play({...iteration, dueAt: start + due})
          playing.catch(reject)
          return playing
        })
        if (now >= nextSweep) {
          nextSweep = now + sweepEvery
          http.sweep(now)
        }
        slices.tick(now)
        if (player.asked >= player.most && !interrupted) stop()
        if (now >= nextWatch) {
          nextWatch = now + watchEvery
          plan.watch(now - start, recorder.glance(now))
        }
        if (isHopeless && now >= nextAsk && !interrupted) {
          nextAsk = now + askEvery
          abortedBy = isHopeless(seenUntil(now))
          if (abortedBy !== undefined) stop()
        }
        if ((pace.isOver && player.active === 0 && now >= end) || now >= giveUpAt) finish().then(resolve, reject)
        else setTimeout(tick, Math.max(1, Math.min(Math.floor(pace.wait(now - start)), sweepEvery)))
      } catch (error) {
        reject(error)
      }
    }

    const stop = () => {
      interrupted = true
      const now = performance.now()
      pace.stop(now - start)
      end = Math.min(end, now)
      player.end = end
      giveUpAt = Math.min(giveUpAt, now + Math.min(timeout, patience))
    }

    const finish = async () => {
      signal.removeEventListener('abort', stop)
      const now = performance.now()
      await player.stop()
      return seenUntil(now)
    }

    const seenUntil = (now: number): Measurement => {
      const {user, system} = process.cpuUsage(processorAtStart)
      return {
        engine: plan.engine,
        operations: recorder.operations,
        timeline: recorder.timeline.done(),
        lag: player.lag,
        waiting: http.waiting,
        slices: slices.done,
        planned: player.due,
        sent: player.sent,
        sentInTime: player.sentInTime,
        answeredInTime: player.answeredInTime,
        duration: Math.max(1, Math.min(end, now) - start - pace.recordedFrom),
        connections: pool.use(http.busyTime, now - start),
        processorSeconds: (user + system) / 1e6,
        interrupted,
        iterations: player.iterations,
        ...(abortedBy !== undefined && {abortedBy}),
      }
    }

    signal.addEventListener('abort', stop, {once: true})
    if (signal.aborted) stop()
    tick()
  })
}
