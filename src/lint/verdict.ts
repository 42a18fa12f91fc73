import type {Finding} from '../core/finding.js'
import {severities, totals} from '../core/finding.js'
import type {LintRequest} from './request.js'
import type {Score} from './score.js'

/** Why a run fails, as parts of its summary; it passes when there is none. */
export function failures(
  findings: readonly Finding[],
  score: Score | undefined,
  request: LintRequest,
): readonly string[] {
  const {lint} = request.config
  const {failOn = lint.failOn, maxWarnings = lint.maxWarnings, minScore = lint.minScore ?? 0} = request
  const counts = totals(findings)
  const failing = failOn === 'never' ? [] : severities.slice(0, severities.indexOf(failOn) + 1)
  return [
    // The counts are in the summary already: only what is not usual has to be told.
    ...(failing.some(severity => counts[severity] > 0) ? [failOn === 'error' ? '' : `fails on ${failOn}`] : []),
    ...(maxWarnings !== undefined && counts.warning > maxWarnings
      ? [maxWarnings === 0 ? 'no warning is allowed' : `more warnings than ${maxWarnings}`]
      : []),
    ...(score && score.percent < minScore ? [`below the ${minScore} % that are demanded`] : []),
  ]
}
