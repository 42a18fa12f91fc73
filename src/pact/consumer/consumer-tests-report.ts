import {counted} from '../../core/counted.js'
import {showDuration} from '../../core/duration.js'
import type {Finding} from '../../core/finding.js'
import type {Line, Report} from '../../core/report.js'
import {type Location, startOf} from '../../core/source.js'
import {shownPath} from '../../io/files.js'
import {pactChecks} from '../checks.js'
import type {TestResults} from '../runners/test-results.js'
import type {Conflict} from './merge.js'
import type {TestRun} from './run-tests.js'
import type {TestRunner} from './test-runner.js'
import type {WrittenPact} from './write-pacts.js'

/** Everything that a report on consumer tests tells. */
export interface ConsumerTests {
  readonly runner: TestRunner
  readonly run: TestRun
  /** Undefined when a command of the user ran the tests. */
  readonly results: TestResults | undefined
  readonly passed: boolean
  /** All tests ran: what none of them wrote is gone. */
  readonly isComplete: boolean
  /** Nothing was written, and a pact that would have changed is a failure. */
  readonly failOnChange: boolean
  readonly written: readonly WrittenPact[]
  readonly conflicts: readonly Conflict[]
  readonly durationMs: number
}

/** Says which pacts consumer tests have written, or why none. */
export function consumerTestsReport(tests: ConsumerTests): Report {
  const {runner, run, results, passed, isComplete, failOnChange, written, conflicts, durationMs} = tests
  const stale = failOnChange ? written.filter(isChanged) : []
  return {
    outcome: passed && conflicts.length === 0 && stale.length === 0 ? 'pass' : 'fail',
    summary: summaryOf(tests),
    findings: [...(results?.findings ?? []), ...conflicts.map(findingOf), ...stale.map(staleFinding)],
    rules: pactChecks,
    lines: [
      ...written.map(lineOf),
      ...(isComplete || written.length === 0 ? [] : [partly(written)]),
      ...failureLines(tests),
    ],
    next: conflicts.length > 0 || !passed || failOnChange ? ['No pact file was touched.'] : [],
    data: {
      pacts: written,
      tests: results ? {passed: results.passed, failed: results.failed, skipped: results.skipped} : null,
      runner: runner.name,
      exitCode: run.code ?? null,
      complete: isComplete,
      durationMs,
    },
  }
}

function summaryOf({results, passed, written, conflicts, durationMs, runner}: ConsumerTests): string {
  const took = showDuration(durationMs)
  if (!passed)
    return results && results.failed > 0
      ? `${results.failed} of ${results.failed + results.passed} consumer tests failed (${took}).`
      : `The consumer tests failed: ${runner.name} says so (${took}).`
  if (conflicts.length > 0)
    return `The consumer tests passed, but ${counted(conflicts.length, 'interaction')} would overwrite each other (${took}).`
  const interactions = written.reduce((sum, pact) => sum + pact.interactions, 0)
  const tests = results ? `${counted(results.passed, 'consumer test')} passed; ` : ''
  return `${tests}${counted(written.filter(pact => pact.interactions > 0).length, 'pact')} with ${counted(interactions, 'interaction')} (${took}).`
}

function isChanged({added, changed, removed}: WrittenPact): boolean {
  return added + changed + removed > 0
}

function staleFinding(pact: WrittenPact): Finding {
  return {
    rule: 'pact/stale-pact',
    severity: 'error',
    message: `"${pact.path}" is not what the tests write: ${newsOf(pact)}.`,
    location: startOf(pact.path),
  }
}

function lineOf(pact: WrittenPact): Line {
  const {path, consumer, provider, interactions} = pact
  const what = interactions > 0 ? counted(interactions, 'interaction') : 'no test writes it any more'
  const text = `${path}: ${consumer} → ${provider}, ${what} (${newsOf(pact)})`
  return {mark: 'good', text}
}

function newsOf({added, changed, removed}: WrittenPact): string {
  const changes = [
    ...(added > 0 ? [`${added} new`] : []),
    ...(changed > 0 ? [`${changed} changed`] : []),
    ...(removed > 0 ? [`${removed} gone`] : []),
  ]
  return changes.length > 0 ? changes.join(', ') : 'unchanged'
}

function partly(written: readonly WrittenPact[]): Line {
  const kept = written.reduce((sum, pact) => sum + pact.kept, 0)
  return {
    mark: 'doubtful',
    text: `Only a part of the tests ran: ${counted(kept, 'interaction')} of earlier runs stay as they are.`,
  }
}

function failureLines({passed, run, runner}: ConsumerTests): Line[] {
  if (passed) return []
  const how = run.code === undefined ? 'was ended by a signal' : `exited with code ${run.code}`
  return [{mark: 'bad', text: `${runner.name} ${how}.`, details: run.tail.map(line => `| ${line}`)}]
}

function findingOf({consumer, provider, description, states, tests}: Conflict): Finding {
  const [one, other] = tests
  const given = states.length > 0 ? ` given ${states.map(state => `"${state}"`).join(' and ')}` : ''
  const first = one === undefined ? undefined : placeOfTest(one)
  return {
    rule: 'pact/conflicting-interaction',
    severity: 'error',
    message: `${consumer} → ${provider}: "${description}"${given} is described in two ways; Pact would keep one of them.`,
    location: other === undefined ? startOf('(unknown test)') : placeOfTest(other),
    ...(first && {related: [{location: first, message: 'The other way is here:'}]}),
  }
}

/** `file:line:column`, as stacks have it. */
function placeOfTest(test: string): Location {
  const [, file = test, line = '1', column = '1'] = /^(.*):(\d+):(\d+)$/.exec(test) ?? []
  const place = {line: Number(line), column: Number(column)}
  return {path: shownPath(file), start: place, end: place}
}
