import type {Report} from '../../core/report.js'
import {prepareHistograms} from '../engine/histogram.js'
import {readExports, sendFigures} from '../export/exports.js'
import {reportOf} from '../report/report.js'
import {leftToMerge, verdictOn} from '../verdict/verdict.js'
import {readResult} from './read-result.js'

/** The report of a run that is over, from its JSON output. */
export async function reportResult(path: string, exports: readonly string[] = []): Promise<Report> {
  const destinations = readExports(exports)
  await prepareHistograms()
  const {thresholds, comparison, conformance, ...stored} = await readResult(path)
  const verdict = stored.share
    ? leftToMerge(thresholds, conformance)
    : verdictOn(stored.measurement, stored.operations, thresholds, {comparison, conformance})
  const run = {...stored, verdict}
  return reportOf({...run, exported: await sendFigures(run, destinations)})
}
