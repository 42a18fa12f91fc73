import type {JsonNode, OpenApiContract} from '../../contracts/openapi/model.js'
import {showDuration} from '../../core/duration.js'
import {MeshError} from '../../core/errors.js'
import {parseDuration, parseRate, shownNumber} from '../quantity.js'

/** What a rate limiter is said to allow. */
export interface DeclaredLimit {
  /** Requests in each window. */
  readonly limit: number
  /** Milliseconds. */
  readonly window: number
  /** Requests that may come at once although they are above the rate: a token bucket. Undefined for windows that are counted. */
  readonly burst: number | undefined
  /** Who says it: `of --limit`. */
  readonly origin: string
}

/** What something may take more than something else. */
export interface LatencyBudget {
  readonly percent: number
  /** Milliseconds. */
  readonly most: number
  /** Who says it: `of the contract`. */
  readonly origin: string
}

/** A gateway may answer in so many milliseconds at p95 in all (SLO-1): more it cannot add. */
const standardOverhead: LatencyBudget = {percent: 95, most: 50, origin: 'of the standard'}

const limitHint =
  'Write requests and a time: --limit 1000/s --burst 200 for a token bucket, --limit 100/60s for a window.'

/** Reads `--limit 1000/s` with `--burst 200`, or `--limit 100/60s`. */
export function parseLimit(text: string, burst: number | undefined): DeclaredLimit {
  const [, count, time = ''] = /^\s*(\d+)\s*\/\s*(\d*(?:ms|s|m|h))\s*$/.exec(text) ?? []
  const limit = Number(count)
  if (!(limit > 0) || /^0+\D/.test(time)) throw new MeshError(`Limit "${text}" is not understood.`, limitHint)
  const window = parseDuration(/^\d/.test(time) ? time : `1${time}`, 'The time of the limit')
  if (burst !== undefined && burst < 1) throw new MeshError(`A burst of ${burst} lets nobody in.`, limitHint)
  return {limit, window, burst, origin: 'of --limit'}
}

/** `x-slo.rateLimit` of the contract, else its first `x-rate-limit`, that of the operation before that of the whole. */
export function limitOf(contract: OpenApiContract, path: string | undefined): DeclaredLimit | undefined {
  for (const owner of ownersIn(contract, path)) {
    const stated = owner.at('x-slo', 'rateLimit')
    if (stated) return statedLimit(stated)
    const [window] = owner.get('x-rate-limit')?.children() ?? []
    const limit = window?.get('limit')?.number
    const seconds = window?.get('windowSeconds')?.number
    if (limit !== undefined && seconds !== undefined)
      return {limit, window: seconds * 1000, burst: undefined, origin: 'of the contract'}
  }
  return undefined
}

function statedLimit(node: JsonNode): DeclaredLimit {
  const burst = node.get('burst')?.number
  return {limit: parseRate(String(node.get('limit')?.value)), window: 1000, burst, origin: 'of the contract'}
}

/** Reads `p95<5ms`. */
export function parseBudget(text: string): LatencyBudget {
  const [, percent, time = ''] = /^\s*p(\d+(?:\.\d+)?)\s*<=?\s*(\S+)\s*$/.exec(text) ?? []
  if (percent === undefined || Number(percent) >= 100)
    throw new MeshError(`Budget "${text}" is not understood.`, 'Write a percentile and a time: --budget "p95<5ms".')
  return {percent: Number(percent), most: parseDuration(time, 'The time of the budget'), origin: 'of --budget'}
}

/** What the gateway may add: as the contract says with `x-slo.gatewayOverhead`, else as the standard does. */
export function overheadOf(contract: OpenApiContract | undefined): readonly LatencyBudget[] {
  const stated = contract?.document.root.at('x-slo', 'gatewayOverhead')?.children() ?? []
  if (stated.length === 0)
    return [{percent: 50, most: standardOverhead.most, origin: standardOverhead.origin}, standardOverhead]
  return stated.map(node => ({...parseBudget(`${node.name}<${String(node.value)}`), origin: 'of the contract'}))
}

/** `1,000 in 1 s, 200 at once`. */
export function shownLimit({limit, window, burst}: DeclaredLimit): string {
  return `${shownNumber(limit)} in ${showDuration(window)}${burst === undefined ? '' : `, ${shownNumber(burst)} at once`}`
}

/** The operation that answers to a path, and the whole contract behind it. */
function ownersIn({document}: OpenApiContract, path: string | undefined): JsonNode[] {
  const bare = path?.split('?')[0]
  const own = document.operations.filter(operation => operation.method === 'get' && bare?.endsWith(operation.path))
  return [...own.map(({node}) => node), document.root]
}
