import type {Connection} from './connection.js'
import {Latencies} from './histogram.js'
import type {LoopPlan} from './loop-plan.js'
import type {Measurement} from './measurement.js'
import type {Pool} from './pool.js'
import {Recorder} from './recorder.js'

/** How often timeouts are looked for, in milliseconds, and how often the caller is told what goes on. */
const sweepEvery = 10
const watchEvery = 250

/** A user who was refused or dropped waits before asking again, in milliseconds. */
const backOff = 50

export interface ClosedLoopPlan extends LoopPlan {
  /** Milliseconds between an answer and the next request of the same user. */
  readonly think: number
  /** Milliseconds. */
  readonly duration: number
}

/**
 * Users who each send a request, wait for its answer, think, and send the next: one for each connection of the pool.
 * They begin one after the other within the first thinking time. A target that is slow is asked less, so that what they
 * see proves no latency.
 */
export function closedLoop(plan: ClosedLoopPlan, pool: Pool): Promise<Measurement> {
  const {think, duration, timeout, signal, turns, most = Number.POSITIVE_INFINITY} = plan
  const recorder = new Recorder(plan.operations)
  const processorAtStart = process.cpuUsage()
  const start = performance.now()
  let end = start + duration
  let sent = 0
  let answered = 0
  let busyTime = 0
  let nextWatch = start

  return new Promise((resolve, reject) => {
    const ask = () => {
      if (sent >= most) stop()
      if (performance.now() >= end) return
      const connection = pool.take()
      if (connection === undefined) throw new Error('Each user has a connection.')
      const {operation, request} = turns.at(sent++)
      connection.operation = operation
      connection.sentAt = performance.now()
      connection.send(request, onEnd)
    }

    const onEnd = (connection: Connection, code?: string) => {
      const service = performance.now() - connection.sentAt
      busyTime += service
      if (code === undefined) {
        answered++
        recorder.answered(connection.operation, connection.status, service, service, connection.bytes)
      } else recorder.failed(connection.operation, code)
      pool.release(connection)
      again(code === undefined ? think : Math.max(think, backOff))
    }

    const giveUp = (connection: Connection, code: string, now: number) => {
      const service = now - connection.sentAt
      busyTime += service
      recorder.givenUp(connection.operation, code, service, service)
      pool.replace(connection)
    }

    const again = (pause: number) => {
      if (pause === 0) ask()
      else setTimeout(ask, pause)
    }

    const stop = () => {
      end = Math.min(end, performance.now())
    }

    const sweep = () => {
      try {
        const now = performance.now()
        for (const connection of pool.connections)
          if (connection.busy && now - connection.sentAt > timeout) {
            giveUp(connection, 'ETIMEDOUT', now)
            again(Math.max(think, backOff))
          }
        if (now >= nextWatch) {
          nextWatch = now + watchEvery
          plan.watch(now - start, recorder.glance(now))
        }
        if (now >= end && pool.busy === 0) finish(now)
      } catch (error) {
        clearInterval(timer)
        reject(error)
      }
    }

    const finish = (now: number) => {
      clearInterval(timer)
      signal.removeEventListener('abort', stop)
      const {user, system} = process.cpuUsage(processorAtStart)
      resolve({
        engine: 'closed loop',
        operations: recorder.operations,
        lag: new Latencies(),
        waiting: new Latencies(),
        slices: [],
        timeline: recorder.timeline.done(),
        planned: sent,
        sent,
        sentInTime: sent,
        answeredInTime: answered,
        duration: Math.max(1, end - start),
        connections: pool.use(busyTime, now - start),
        processorSeconds: (user + system) / 1e6,
        interrupted: signal.aborted && end < start + duration,
      })
    }

    const timer = setInterval(sweep, sweepEvery)
    signal.addEventListener('abort', stop, {once: true})
    if (signal.aborted) stop()
    for (let user = 0; user < pool.limit; user++) again((think * user) / pool.limit)
  })
}
