import type {RuleSummary} from '../../core/report.js'
import {conformanceCheck} from '../conformance/conformance-report.js'

/** Reported for each objective that is missed. */
export const thresholdCheck: RuleSummary = {
  id: 'loadtest/threshold',
  summary: 'Require the objectives of a load test to be met',
  why: 'An objective that is missed at the expected load is missed for users.',
  fix: 'Look at the service time, the errors and the operation with the greatest latency first.',
  severity: 'error',
}

/** Reported when nothing can be judged, because nobody answered. */
export const answersCheck: RuleSummary = {
  id: 'loadtest/answers',
  summary: 'Require that a load test gets answers',
  why: 'Figures of requests that were all refused say nothing about the service.',
  fix: 'Ask for one of the paths by hand, with the same headers.',
  severity: 'error',
}

/** Reported when a run is slower than those of the baseline. */
export const regressionCheck: RuleSummary = {
  id: 'loadtest/regression',
  summary: 'Require a run to be no slower than those of the baseline',
  why: 'A service that gets slower with each release keeps its objectives until the day when it does not.',
  fix: 'Look at what changed since the runs of the baseline; if it is worth its time, delete the baseline and save a new one.',
  severity: 'error',
}

/** What a finding of `mesh loadtest` is about. The ids are part of the interface. */
export const loadtestChecks: readonly RuleSummary[] = [thresholdCheck, answersCheck, regressionCheck, conformanceCheck]
