import {counted} from '../../core/counted.js'
import type {Finding} from '../../core/finding.js'
import type {Line, RuleSummary} from '../../core/report.js'
import {startOf} from '../../core/source.js'
import {shownNumber} from '../quantity.js'
import type {ConformanceResult, Violation} from './violation.js'

/** Reported for each way in which answers do not keep to the contract. */
export const conformanceCheck: RuleSummary = {
  id: 'loadtest/conformance',
  summary: 'Require that answers under load keep to the contract',
  why: 'What a service answers when it is busy is what its clients get when it matters: an empty body or another form of error breaks them then.',
  fix: 'Look at the example that is kept with each violation; mend the service, or say in the contract what it really answers.',
  severity: 'error',
}

export function conformanceFindings({violations, judged}: ConformanceResult): Finding[] {
  return violations.map(violation => ({
    rule: conformanceCheck.id,
    severity: 'error',
    message: `${sentence(violation)} (${shownNumber(violation.count)} of ${counted(judged, 'answer')} that ${judged === 1 ? 'was' : 'were'} judged).`,
    location: startOf('command line'),
    fix: `${violation.example.request} was answered with: ${violation.example.body}`,
  }))
}

export function conformanceLine({judged, violations}: ConformanceResult): Line {
  if (judged === 0) return {mark: 'doubtful', text: 'Conformance: no answer was held against the contract.'}
  return violations.length === 0
    ? {mark: 'good', text: `Conformance: ${counted(judged, 'answer')} held against the contract, all as it says.`}
    : {
        mark: 'bad',
        text: `Conformance: ${counted(judged, 'answer')} held against the contract, ${counted(violations.length, 'violation')}.`,
        details: violations.flatMap(violation => [
          `${sentence(violation)} (${shownNumber(violation.count)}).`,
          `${violation.example.request}: ${violation.example.body.slice(0, 200)}`,
        ]),
      }
}

/** `"GET /orders" answers 200, and "data[].price" has to be a number, not a string`. */
function sentence({operation, status, at, problem}: Violation): string {
  return `"${operation}" answers ${status}, and ${at === '' ? 'the answer' : `"${at}"`} ${problem}`
}
