import {mergedHeaders} from '../source/headers.js'
import type {Operation} from '../source/scenario.js'
import type {PreparedRequest} from './connection.js'
import {mixOf} from './mix.js'

/** A request that is to be sent, and whose it is. */
export interface Turn {
  /** Index of its operation. */
  readonly operation: number
  readonly request: PreparedRequest
}

/** The requests of an operation, one for each of its paths and bodies, with the headers that all operations share. */
export function prepare(operation: Operation, shared: Readonly<Record<string, string>>): PreparedRequest[] {
  // Headers of the user win over those that the contract has an example for.
  const merged = mergedHeaders(operation.headers, shared)
  const headers = Object.entries(merged).flat()
  const {method, paths, bodies = [undefined], renewed} = operation
  // One that the user gives is left as it is.
  const isRenewed =
    renewed !== undefined && !Object.keys(shared).some(name => name.toLowerCase() === renewed.toLowerCase())
  const at = isRenewed ? headers.indexOf(renewed) + 1 : 0
  return Array.from({length: Math.max(paths.length, bodies.length)}).flatMap((_, index) => {
    const path = paths[index % paths.length]
    const body = bodies[index % bodies.length]
    return path === undefined
      ? []
      : [{method, path, headers, ...(body !== undefined && {body}), ...(at > 0 && {renewed: at})}]
  })
}

/** Which request is sent at each arrival. */
export interface Turns {
  at(arrival: number): Turn
  /** After so many arrivals it begins anew. */
  readonly period: number
}

/**
 * Operations take their turns by their weight, and the paths of each one after the other. It depends on the number of
 * the arrival only, so that several machines can share a run.
 */
export function turnsOf(operations: readonly Operation[], prepared: readonly PreparedRequest[][]): Turns {
  const cycle = mixOf(operations.map(({weight}) => weight))
  return {
    period: cycle.length * Math.max(...prepared.map(({length}) => length)),
    at(arrival) {
      const place = arrival % cycle.length
      const operation = cycle[place] ?? 0
      const requests = prepared[operation] ?? []
      const request = requests[(Math.floor(arrival / cycle.length) + place) % requests.length]
      if (request === undefined) throw new Error(`Operation "${operations[operation]?.name}" has no path.`)
      return {operation, request}
    },
  }
}

/** Turns whose requests are made anew whenever somebody says so: the headers that all of them share are others. */
export function renewableTurns(make: () => Turns): Turns & {renew(): void} {
  let turns = make()
  return {
    get period() {
      return turns.period
    },
    at: arrival => turns.at(arrival),
    renew() {
      turns = make()
    },
  }
}
