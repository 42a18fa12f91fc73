import {showDuration} from '../../core/duration.js'
import {MeshError} from '../../core/errors.js'
import type {Measurement} from '../engine/measurement.js'
import {parseDuration, shownNumber, shownShare} from '../quantity.js'
import type {Threshold} from '../verdict/threshold.js'
import {totalOf} from '../verdict/verdict.js'
import type {Target} from './target.js'

/** What a run is about to send; undefined where it depends on the target. */
export interface Extent {
  readonly rate: number | undefined
  readonly duration: number
  readonly requests: number | undefined
  readonly connections: number
}

/** Words in a host that say that users are behind it. */
const production = /^(prod|production|prd|live|www)\d*$/

/** A target without an objective on errors is left alone when more than this share of the requests failed. */
const usualBudget = 0.5

/** So many requests have to be seen before that is believed. */
const enoughRequests = 100

/** Whether a host looks like production: `api.prod-eu.example.com`. */
export function looksLikeProduction(host: string): boolean {
  return host
    .toLowerCase()
    .split(/[.\-_]/)
    .some(word => production.test(word))
}

/** Refuses a target that looks like production, unless its host was typed once more. */
export function checkProduction({origin, name, isLocal}: Target, typed: string | undefined): void {
  const {hostname} = new URL(origin)
  if (typed !== undefined && typed.toLowerCase() !== hostname)
    throw new MeshError(
      `--production "${typed}" is not the host of this target, which is "${hostname}".`,
      'Leave it out, or type the host that is to be loaded.',
    )
  const suspect = [hostname, name ?? ''].find(looksLikeProduction)
  if (isLocal || suspect === undefined || typed !== undefined) return
  throw new MeshError(
    `"${suspect}" looks like production, where users would have to bear the load.`,
    `If it is to be loaded all the same, type its host: --production ${hostname}`,
  )
}

/** Refuses more than the target may be sent. */
export function checkLimits({isLocal, limits}: Target, extent: Extent): void {
  if (isLocal || limits === undefined) return
  const most = {...limits, duration: parseDuration(limits.duration, 'The limit of the duration')}
  const shown = {
    rate: (value: number) => `${shownNumber(value)}/s`,
    duration: showDuration,
    requests: (value: number) => `${shownNumber(value)} requests`,
    connections: (value: number) => `${shownNumber(value)} connections`,
  }
  for (const key of ['rate', 'duration', 'requests', 'connections'] as const) {
    const wanted = extent[key]
    if (wanted === undefined || wanted <= most[key]) continue
    throw new MeshError(
      `The run would have ${shown[key](wanted)}, and this target is sent at most ${shown[key](most[key])}.`,
      `Send less, or raise "limits.${key}" of the target in mesh.yaml.`,
    )
  }
}

/**
 * Why a run is not worth going on with: more requests have failed than the objective allows in all `planned` ones, or,
 * without such an objective, most of them. The end of a sentence.
 */
export function spentBudget(
  soFar: Measurement,
  objectives: readonly Threshold[],
  planned = Number.POSITIVE_INFINITY,
): string | undefined {
  const total = totalOf(soFar)
  const budgets = objectives.filter(({figure, operation}) => figure.kind === 'errors' && operation === undefined)
  const spent = budgets.find(({limit}) => total.failures > limit * planned)
  if (spent) return spent.text
  if (budgets.length > 0 || total.requests < enoughRequests) return undefined
  return total.failures > total.requests * usualBudget ? `errors<${shownShare(usualBudget)}` : undefined
}
