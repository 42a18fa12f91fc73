import {MeshError} from '../../core/errors.js'
import type {Slices} from '../baseline/slices.js'
import {Latencies} from '../engine/histogram.js'
import type {Iterations} from '../engine/measurement.js'
import type {Recorder} from '../engine/recorder.js'
import {seeded} from '../engine/seeded.js'
import {type Answer, answerOf} from './answer.js'
import {iterationTurns} from './iteration-turns.js'
import type {Script} from './script.js'
import type {Exchanges, Opinion, Pause, Step} from './step.js'
import {MissingValue, type Values} from './template.js'

/** One time that a scenario is played. */
export interface Iteration {
  /** Its number in the run, by which its scenario and its rows are chosen. */
  readonly number: number
  /** The number of its user; in an open loop each iteration is one of its own. */
  readonly user: number
  /** When its first step is due, in milliseconds of `performance.now()`. */
  readonly dueAt: number
  readonly isRecorded: boolean
}

/** A request that is sent so soon after it was due is in time, even behind the end of the run; in milliseconds. */
const grace = 100

type Course = 'completed' | 'failed' | 'unfinished'

/**
 * Plays iterations and takes down how each of their steps went. A step is due when the one before it is over and its
 * pause has passed, whether or not a connection is free: its response time counts from then.
 */
export class Player {
  /** How late it was noticed that a step was due. */
  readonly lag = new Latencies()
  /** Requests that were asked for, those that are not recorded among them; that were due, that were sent, that were sent in time, and those of them that were answered. */
  asked = 0
  due = 0
  sent = 0
  sentInTime = 0
  answeredInTime = 0
  /** The moment after which a request has to be prompt to be in time. */
  end = Number.POSITIVE_INFINITY
  readonly iterations: readonly (Record<Course, number> & Pick<Iterations, 'scenario' | 'durations'>)[]
  readonly #turnOf: ReturnType<typeof iterationTurns>
  readonly #underWay = new Set<Promise<unknown>>()
  readonly #pauses = new Map<NodeJS.Timeout, () => void>()
  #isOver = false

  constructor(
    readonly script: Script,
    readonly exchanges: Exchanges,
    readonly recorder: Recorder,
    readonly slices: Slices,
    /** Iterations begin when others are over, and not on a schedule. */
    readonly isClosed: boolean,
    /** No more requests than these are sent. */
    readonly most = Number.POSITIVE_INFINITY,
  ) {
    this.#turnOf = iterationTurns(script.cycle)
    this.iterations = script.scenarios.map(({name}) => ({
      scenario: name,
      completed: 0,
      failed: 0,
      unfinished: 0,
      durations: new Latencies(),
    }))
  }

  /** Iterations that are under way. */
  get active(): number {
    return this.#underWay.size
  }

  /** Plays an iteration; true when all went well. */
  async play(iteration: Iteration): Promise<boolean> {
    const playing = this.#play(iteration)
    this.#underWay.add(playing)
    const {course, scenario, endedAt} = await playing.finally(() => this.#underWay.delete(playing))
    const tally = this.iterations[scenario]
    if (iteration.isRecorded && tally) {
      tally[course]++
      if (course === 'completed') tally.durations.record(endedAt - iteration.dueAt)
    }
    return course === 'completed'
  }

  /** Ends what is under way; resolves when all of it is taken down. */
  async stop(): Promise<void> {
    this.#isOver = true
    for (const [timer, end] of this.#pauses) {
      clearTimeout(timer)
      end()
    }
    this.exchanges.http.stop()
    for (const exchange of this.exchanges.grpc.values()) exchange.stop()
    await Promise.all(this.#underWay)
  }

  async #play({number, user, dueAt, isRecorded}: Iteration) {
    const turn = this.#turnOf(number)
    const {scenario} = turn
    const values = valuesOf(this.script, number, user, turn.ofScenario)
    let due = dueAt
    let isTimed = true
    for (const [index, part] of (this.script.scenarios[scenario]?.parts ?? []).entries()) {
      if (this.#isOver || this.asked >= this.most) return {course: 'unfinished' as const, scenario, endedAt: due}
      if ('pause' in part) {
        due += lengthOf(part.pause, seeded(this.script.seed, number, index))
        await this.#until(due)
        isTimed = true
        continue
      }
      // What follows an answer at once has no timer that could be late.
      if (isTimed && isRecorded) this.#noticed(due)
      isTimed = false
      const {endedAt, isGood, end} = await this.#take(part.step, values, due, isRecorded)
      due = endedAt
      if (!isGood) {
        const isCut = this.#isOver && end !== 'answered'
        return {course: isCut ? ('unfinished' as const) : ('failed' as const), scenario, endedAt}
      }
    }
    return {course: 'completed' as const, scenario, endedAt: due}
  }

  async #take(step: Step, values: Values, due: number, isRecorded: boolean) {
    this.asked++
    const answer = await answerTo(step, values, this.exchanges)
    const opinion = step.judge(answer, values)
    if (isRecorded) this.#record(step, answer, opinion, due)
    return {endedAt: answer.endedAt, isGood: opinion.isGood, end: answer.end}
  }

  #record({operation}: Step, answer: Answer, {isGood, failure}: Opinion, due: number): void {
    const {recorder} = this
    const {end, status, code = 'error', endedAt, sentAt, bytes} = answer
    const service = endedAt - sentAt
    // Users wait for their answers: nothing is due that is not sent.
    const response = this.isClosed ? service : endedAt - due
    this.due++
    if (end === 'unsent') {
      recorder.neverSent(operation, response)
      return
    }
    this.sent++
    const isInTime = sentAt < this.end || sentAt - due < grace
    if (isInTime) this.sentInTime++
    if (end === 'answered' && isInTime) this.answeredInTime++
    if (end === 'broken') recorder.failed(operation, code)
    else if (end === 'given up') recorder.givenUp(operation, code, response, service)
    else if (failure !== undefined) recorder.wrong(operation, failure, status, response, service, bytes)
    else if (!isGood) recorder.answered(operation, status, response, service, bytes)
    else {
      recorder.expected(operation, status, response, service, bytes)
      this.slices.served(operation, service)
    }
  }

  #noticed(due: number): void {
    const late = performance.now() - due
    this.lag.record(late)
    this.slices.late(late)
  }

  #until(moment: number): Promise<void> {
    return new Promise(resolve => {
      const timer = setTimeout(
        () => {
          this.#pauses.delete(timer)
          resolve()
        },
        Math.max(0, moment - performance.now()),
      )
      this.#pauses.set(timer, resolve)
    })
  }
}

/** Sends a step; what a template or a value keeps from being sent is an error of its own. */
export async function answerTo(step: Step, values: Values, exchanges: Exchanges): Promise<Answer> {
  try {
    return await step.send(values, exchanges)
  } catch (error) {
    if (!(error instanceof MissingValue || error instanceof MeshError)) throw error
    const now = performance.now()
    return {
      ...answerOf({status: 0, code: 'template', end: 'broken', sentAt: now, endedAt: now, bytes: 0}),
      text: error.message,
    }
  }
}

/** What the templates of an iteration are filled with at its beginning. */
export function valuesOf(script: Script, iteration: number, user: number, ofScenario: number): Values {
  const rows = script.data.map(data => [data.name, data.row({iteration, ofScenario, user})] as const)
  return new Map<string, unknown>([...rows, ['$iteration', iteration], ['$user', user]])
}

function lengthOf({least, most}: Pause, share: number): number {
  return least + (most - least) * share
}
