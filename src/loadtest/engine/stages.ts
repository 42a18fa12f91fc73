import {showDuration} from '../../core/duration.js'
import {MeshError} from '../../core/errors.js'
import {parseDuration, parseRate, shownNumber} from '../quantity.js'
import type {Stage} from './schedule.js'

const hint =
  'Write how long it lasts and the rate that it ends with: "30s:200/s" is a ramp, "0s:500/s" a jump, "1m:0/s" fades out.'

/** Reads `30s:200/s`, one after the other: each begins with the rate that the one before it ended with, the first with `rate`. */
export function parseStages(texts: readonly string[], rate: number): readonly Stage[] {
  let from = rate
  const stages = texts.map(text => {
    const [, duration, end] = /^\s*([^:]+):([^:]+)$/.exec(text) ?? []
    if (duration === undefined || end === undefined) throw new MeshError(`Stage "${text}" is not understood.`, hint)
    const to = /^\s*0+(?:\.0+)?\s*(?:\/\s*[smh])?\s*$/.test(end) ? 0 : parseRate(end)
    const stage = {duration: parseDuration(duration, 'Stage duration'), from, to}
    from = to
    return stage
  })
  const longest = Math.max(0, ...stages.map(({duration}) => duration))
  if (longest === 0) throw new MeshError('The stages take no time.', hint)
  if (stages.every(each => each.duration === 0 || (each.from === 0 && each.to === 0)))
    throw new MeshError('The stages send nothing.', hint)
  return stages
}

/** The greatest rate of a run, in requests per second. */
export function peakRate(stages: readonly Stage[]): number {
  return Math.max(...stages.flatMap(({duration, from, to}) => (duration === 0 ? [] : [from, to])))
}

/** Requests per second over the whole run. */
export function meanRate(stages: readonly Stage[]): number {
  const duration = stages.reduce((sum, stage) => sum + stage.duration, 0)
  return stages.reduce((sum, stage) => sum + ((stage.from + stage.to) / 2) * stage.duration, 0) / duration
}

/** `200/s`, or `0/s → 200/s in 30 s, 200/s for 1 min`. */
export function shownStages(stages: readonly Stage[]): string {
  const [only] = stages
  if (only && stages.length === 1 && only.from === only.to) return `${shownNumber(only.from, 2)}/s`
  return stages
    .filter(({duration}) => duration > 0)
    .map(({duration, from, to}) =>
      from === to
        ? `${shownNumber(to, 2)}/s for ${showDuration(duration)}`
        : `${shownNumber(from, 2)}/s → ${shownNumber(to, 2)}/s in ${showDuration(duration)}`,
    )
    .join(', ')
}
