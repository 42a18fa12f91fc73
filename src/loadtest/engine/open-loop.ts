import {Slices} from '../baseline/slices.js'
import type {Connection} from './connection.js'
import {Latencies} from './histogram.js'
import type {LoopPlan} from './loop-plan.js'
import type {Measurement} from './measurement.js'
import type {Pool} from './pool.js'
import {Recorder} from './recorder.js'
import type {Schedule} from './schedule.js'

/** How often requests that are under way are looked at for their timeout, in milliseconds. */
const sweepEvery = 10

/** How often the caller is told what goes on, in milliseconds. */
const watchEvery = 250

/** How often it is asked whether the run is worth going on with, in milliseconds; it adds up all that was seen. */
const askEvery = 1000

/** How long an interrupted run waits for answers that are under way, in milliseconds. */
const patience = 1000

/** A request that is sent so soon after it was due is in time, even behind the end of the schedule; in milliseconds. */
const grace = 100

export interface OpenLoopPlan extends LoopPlan {
  readonly schedule: Schedule
  /** So many requests at the beginning are sent, but not recorded. */
  readonly warmUp: number
  /** When the schedule starts, in milliseconds of `performance.now()`; at once when left out. */
  readonly startAt?: number | undefined
  /** Keep the latencies of each second, so that runs of several workers can be merged. */
  readonly keepsSeconds?: boolean
  /** Why the run should end now, if it should. */
  readonly isHopeless?: (soFar: Measurement) => string | undefined
}

/**
 * Sends requests when they are due, whatever the target does. A request for which no connection is free waits, and its
 * response time counts from its intended start: a target that stalls is not asked less, and cannot hide it.
 */
export function openLoop(plan: OpenLoopPlan, pool: Pool): Promise<Measurement> {
  const {schedule, warmUp, timeout, signal} = plan
  const recorder = new Recorder(plan.operations, plan.keepsSeconds)
  const lag = new Latencies()
  const waiting = new Latencies()
  const slices = new Slices(schedule.duration, plan.operations)
  const processorAtStart = process.cpuUsage()
  // Moments are milliseconds of performance.now(); the first request is due at once.
  const start = plan.startAt ?? performance.now()
  const recordedFrom = warmUp === 0 ? 0 : schedule.intended(warmUp)
  let end = start + schedule.duration
  let giveUpAt = end + timeout
  let total = schedule.count
  // Requests are due, and sent, in order: two numbers are the whole queue.
  let due = 0
  let sent = 0
  let waitingBelow = 0
  let sentInTime = 0
  let answeredInTime = 0
  let busyTime = 0
  let nextSweep = start
  let nextWatch = start
  let nextAsk = start + askEvery
  let abortedBy: string | undefined
  let interrupted = false
  let finished = false

  return new Promise((resolve, reject) => {
    let timer: NodeJS.Timeout

    const onEnd = (connection: Connection, code?: string) => {
      const now = performance.now()
      take(connection, code, now)
      pool.release(connection)
      if (!finished) send(now)
    }

    const take = (connection: Connection, code: string | undefined, now: number, givenUp = false) => {
      const {arrival, operation, sentAt} = connection
      const service = now - sentAt
      busyTime += service
      if (arrival < warmUp) return
      const response = now - start - schedule.intended(arrival)
      if (code === undefined) {
        recorder.answered(operation, connection.status, response, service, connection.bytes)
        if (isInTime(arrival, sentAt)) answeredInTime++
        if (connection.status < 400) slices.served(operation, service)
      } else if (givenUp) recorder.givenUp(operation, code, response, service)
      else recorder.failed(operation, code)
    }

    const isInTime = (arrival: number, sentAt: number) =>
      sentAt < end || sentAt - start - schedule.intended(arrival) < grace

    const notice = (now: number) => {
      const elapsed = now - start
      for (const all = Math.min(total, schedule.due(elapsed)); due < all; due++)
        if (due >= warmUp) late(elapsed - schedule.intended(due))
    }

    const late = (milliseconds: number) => {
      lag.record(milliseconds)
      slices.late(milliseconds)
    }

    const send = (now: number) => {
      notice(now)
      while (sent < due) {
        const connection = pool.take()
        if (connection === undefined) {
          waitingBelow = due
          return
        }
        const arrival = sent++
        if (arrival < waitingBelow && arrival >= warmUp) waiting.record(now - start - schedule.intended(arrival))
        const {operation, request} = plan.turns.at(arrival)
        connection.arrival = arrival
        connection.operation = operation
        connection.sentAt = performance.now()
        if (arrival >= warmUp && isInTime(arrival, connection.sentAt)) sentInTime++
        connection.send(request, onEnd)
      }
    }

    const giveUp = (connection: Connection, code: string, now: number) => {
      take(connection, code, now, true)
      pool.replace(connection)
    }

    const sweep = (now: number) => {
      for (const connection of pool.connections)
        if (connection.busy && now - connection.sentAt > timeout) giveUp(connection, 'ETIMEDOUT', now)
    }

    const tick = () => {
      try {
        const now = performance.now()
        if (now >= nextSweep) {
          nextSweep = now + sweepEvery
          sweep(now)
        }
        send(now)
        slices.tick(now)
        if (now >= nextWatch) {
          nextWatch = now + watchEvery
          plan.watch(now - start, recorder.glance(now))
        }
        if (plan.isHopeless && now >= nextAsk && !interrupted) {
          nextAsk = now + askEvery
          abortedBy = plan.isHopeless(seenUntil(now, due))
          if (abortedBy !== undefined) stop()
        }
        if ((sent === total && pool.busy === 0) || now >= giveUpAt) finish(now)
        else timer = setTimeout(tick, pause(now))
      } catch (error) {
        reject(error)
      }
    }

    // A timer of 1 ms is the shortest there is. When the next request is far away the processor is left to others.
    const pause = (now: number) => {
      const next = due < total ? start + schedule.intended(due) - now : sweepEvery
      return Math.max(1, Math.min(Math.floor(next), sweepEvery))
    }

    const stop = () => {
      interrupted = true
      const now = performance.now()
      notice(now)
      total = due
      end = Math.min(end, now)
      giveUpAt = Math.min(giveUpAt, now + Math.min(timeout, patience))
    }

    const finish = (now: number) => {
      finished = true
      clearTimeout(timer)
      signal.removeEventListener('abort', stop)
      for (const connection of pool.connections) if (connection.busy) giveUp(connection, 'UNFINISHED', now)
      for (let arrival = Math.max(sent, warmUp); arrival < total; arrival++)
        recorder.neverSent(plan.turns.at(arrival).operation, now - start - schedule.intended(arrival))
      resolve(seenUntil(now, schedule.count))
    }

    const seenUntil = (now: number, planned: number): Measurement => {
      const {user, system} = process.cpuUsage(processorAtStart)
      return {
        engine: 'open loop',
        operations: recorder.operations,
        timeline: recorder.timeline.done(),
        lag,
        waiting,
        slices: slices.done,
        planned: Math.max(0, planned - warmUp),
        sent: Math.max(0, sent - warmUp),
        sentInTime,
        answeredInTime,
        duration: Math.max(0, Math.min(end, now) - start - recordedFrom),
        connections: pool.use(busyTime, now - start),
        processorSeconds: (user + system) / 1e6,
        interrupted,
        ...(abortedBy !== undefined && {abortedBy}),
      }
    }

    signal.addEventListener('abort', stop, {once: true})
    if (signal.aborted) stop()
    tick()
  })
}
