import {inOrder, type Severity} from '../core/finding.js'
import {fingerprints} from '../core/fingerprint.js'
import type {Reporter} from '../core/report.js'
import {shortened} from './shortened.js'

/** What the list of a merge request shows of one. */
const longestDescription = 1_000

const levels = {error: 'major', warning: 'minor', info: 'info'} as const satisfies Record<Severity, string>

/** GitLab's code quality report, a subset of Code Climate's: one array. */
export const gitlab: Reporter = ({findings}, {pathInRepository}) => {
  const ordered = inOrder(findings)
  const ids = fingerprints(ordered, pathInRepository)
  const issues = ordered.map(({rule, severity, message, location: {path, start, end}, fix}, index) => ({
    type: 'issue',
    check_name: rule,
    description: shortened(message, longestDescription),
    ...(fix !== undefined && {content: {body: fix}}),
    categories: ['Style'],
    severity: levels[severity],
    fingerprint: ids[index],
    location: {path: pathInRepository(path), lines: {begin: start.line, end: Math.max(start.line, end.line)}},
  }))
  return `${JSON.stringify(issues, null, 2)}\n`
}
