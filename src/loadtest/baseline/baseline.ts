import {resolve} from 'node:path'
import {shownPath} from '../../io/files.js'
import {type Measurement, Tally} from '../engine/measurement.js'
import type {LoadTestRequest} from '../source/request.js'
import type {Verdict} from '../verdict/verdict.js'
import type {BaselineLoad, BaselineRun} from './baseline-file.js'
import {type Comparison, compare, fewestSlices} from './comparison.js'

/** Where the baseline is, when nobody says; from the folder of mesh.yaml. */
const usualPath = '.mesh/loadtest/baseline.json'

/** The runs that a run is compared with, and that it becomes one of. */
export interface Baseline {
  compared(measurement: Measurement): Comparison | undefined
  /** Says what was done about saving, if that was asked for. */
  save(measurement: Measurement, verdict: Verdict, startedAt: Date): Promise<string | undefined>
}

/** Reads the baseline before anything is sent: a run that can not be compared with it need not begin. */
export async function openBaseline(request: LoadTestRequest, root: string, load: BaselineLoad): Promise<Baseline> {
  const {compare: isCompared = false, 'save-baseline': isSaved = false, baseline} = request
  if (!isCompared && !isSaved) return {compared: () => undefined, save: async () => undefined}
  const {readBaseline, saveBaseline} = await import('./baseline-file.js')
  const path = baseline === undefined ? resolve(root, usualPath) : resolve(baseline)
  const known = await readBaseline(path, load, isCompared)
  return {
    compared: ({slices, duration}) =>
      isCompared
        ? compare(
            known.map(run => run.slices),
            slices,
            duration / 1000,
          )
        : undefined,
    async save(measurement, {outcome}, startedAt) {
      if (!isSaved) return undefined
      const shown = shownPath(path)
      if (outcome === 'fail' || outcome === 'invalid' || measurement.interrupted)
        return `The run is not saved in "${shown}": it is no example to follow.`
      if (measurement.slices.length < fewestSlices)
        return `The run is not saved in "${shown}": too few requests were served.`
      const runs = await saveBaseline(path, load, [...known, runOf(measurement, startedAt)])
      return `The run is saved in "${shown}", which has ${runs === 1 ? 'one run' : `${runs} runs`} now.`
    },
  }
}

function runOf({operations, slices}: Measurement, startedAt: Date): BaselineRun {
  const total = new Tally()
  for (const tally of operations) total.add(tally)
  return {startedAt: startedAt.toISOString(), requests: total.requests, slices, service: total.all().service.encode()}
}
