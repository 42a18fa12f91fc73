import type {Share} from '../distributed/share.js'
import type {Measurement} from '../engine/measurement.js'
import type {Pool} from '../engine/pool.js'
import type {Schedule} from '../engine/schedule.js'
import {filledFromEnvironment} from '../source/environment.js'
import {checkHeader, mergedHeaders} from '../source/headers.js'
import type {Target} from '../target/target.js'
import {grpcDial} from './grpc-dial.js'
import {GrpcExchange} from './grpc-exchange.js'
import {HttpExchange} from './http-exchange.js'
import {type Pace, scheduledPace, userPace} from './pace.js'
import {type Performance, perform} from './perform.js'
import {rehearse} from './rehearsal.js'
import type {Script} from './script.js'

/** How iterations begin: on a schedule, or one after the other for each of some users. */
export type Beginning =
  | {
      readonly schedule: Schedule
      readonly warmUp: number
      /** The number in the whole run of an arrival of this schedule. */
      readonly arrivalOf: (index: number) => number
    }
  | {readonly users: number; readonly think: number; readonly duration: number}

/** A script with all that it needs to be played. */
export interface Play {
  /** Plays each scenario once, and gives the last status of each operation. */
  rehearse(operations: number): Promise<number[]>
  perform(
    beginning: Beginning,
    rest: Pick<Performance, 'operations' | 'signal' | 'watch' | 'most' | 'isHopeless' | 'startAt' | 'keepsSeconds'>,
  ): Promise<Measurement>
  close(): void
}

/** How often timeouts are looked for before the load, in milliseconds. */
const sweepEvery = 50

/** What a script is played with. */
export interface Stage {
  readonly pool: Pool
  /** Milliseconds. */
  readonly timeout: number
  /** Headers of every request, as they are when it is sent. */
  headers(): Readonly<Record<string, string>>
  /** The target of a URL or name; of the run itself without one. */
  targetOf(address: string | undefined): Promise<Target>
  /** The part of the run that is played here, where several workers play it together. */
  readonly share: Share | undefined
}

function headersOf({headers}: Script): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, text]) => {
      const value = filledFromEnvironment(text, `Header "${name}" of the scenarios`)
      checkHeader(name, value)
      return [name, value]
    }),
  )
}

/** Gets everything ready for a script. */
export async function openPlay(script: Script, {pool, timeout, headers, targetOf, share}: Stage): Promise<Play> {
  const grpc = new Map<string, GrpcExchange>()
  for (const [origin, address] of script.grpcOrigins)
    grpc.set(origin, new GrpcExchange(origin, grpcDial(await targetOf(address), timeout)))
  const own = headersOf(script)
  const exchanges = {http: new HttpExchange(pool, timeout), grpc, headers: () => mergedHeaders(headers(), own)}
  // Those of the rehearsals of all workers come first, so that no row that is to be unique is taken twice.
  const ownRehearsals = script.scenarios.length
  const rehearsed = ownRehearsals * (share?.of ?? 1)

  return {
    async rehearse(operations) {
      const timer = setInterval(() => exchanges.http.sweep(performance.now()), sweepEvery)
      try {
        const statuses = await rehearse(script, exchanges, ownRehearsals * (share?.index ?? 0))
        return Array.from({length: operations}, (_, operation) => statuses.get(operation) ?? 0)
      } finally {
        clearInterval(timer)
      }
    },
    perform: (beginning, rest) =>
      perform({
        ...rest,
        script,
        exchanges,
        timeout,
        pace: paceOf(beginning),
        engine: 'users' in beginning ? 'closed loop' : 'open loop',
      }),
    close() {
      for (const exchange of grpc.values()) exchange.close()
    },
  }

  function paceOf(beginning: Beginning): Pace {
    if ('users' in beginning) return userPace(beginning.users, beginning.think, beginning.duration, rehearsed)
    const {schedule, warmUp, arrivalOf} = beginning
    return scheduledPace(schedule, warmUp, index => rehearsed + arrivalOf(index))
  }
}
