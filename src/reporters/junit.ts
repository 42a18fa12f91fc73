import {type Finding, inOrder} from '../core/finding.js'
import type {Report, Reporter} from '../core/report.js'
import {findingsOfFiles} from './findings-of-files.js'
import {shortened} from './shortened.js'
import {declaration, element} from './xml.js'

/** Servers keep names in columns of their databases; the whole of it is told inside of the case. */
const longestName = 500

/** A test case as XML, and whether it failed. */
interface Case {
  readonly xml: string
  readonly failed: boolean
  readonly skipped?: boolean
}

/**
 * JUnit's XML, which every CI server shows as tests. An error is a failed test of its file and a file without findings a
 * passed one; warnings pass and tell what they found. A run that failed for another reason has a test that says so, and
 * one that proved nothing a test that was skipped.
 */
export const junit: Reporter = (report, {pathInRepository}) => {
  const files = findingsOfFiles(inOrder(report.findings))
  const clean = (report.sources ?? []).map(({path}) => path).filter(path => !files.has(path))
  const suites: [string, readonly Case[]][] = [
    ...[...files].map(([path, found]): [string, readonly Case[]] => {
      const name = pathInRepository(path)
      return [name, casesOf(name, found)]
    }),
    ...[...new Set(clean)].map((path): [string, readonly Case[]] => {
      const name = pathInRepository(path)
      return [name, [passed(name, 'no findings')]]
    }),
  ]
  suites.sort(([a], [b]) => (a < b ? -1 : 1))
  const own = ownCases(
    report,
    suites.some(([, cases]) => cases.some(({failed}) => failed)),
  )
  if (own.length > 0 || suites.length === 0) suites.push(['mesh', own])
  const written = suites.map(([name, cases]) =>
    element(
      'testsuite',
      {name, ...counts(cases)},
      cases.map(({xml}) => xml),
    ),
  )
  return `${declaration}\n${element('testsuites', {name: 'mesh', ...counts(suites.flatMap(([, cases]) => cases))}, written)}\n`
}

/** One case per finding. Servers merge cases of one name, and follow a case from run to run by its name: no line in it. */
function casesOf(classname: string, findings: readonly Finding[]): Case[] {
  const seen = new Map<string, number>()
  return findings.map(({rule, severity, message, location: {path, start}, fix}) => {
    const plain = shortened(`${rule}: ${message}`, longestName)
    const count = (seen.get(plain) ?? 0) + 1
    seen.set(plain, count)
    const attributes = {name: count === 1 ? plain : `${plain} (${count})`, classname, file: classname, line: start.line}
    const told = [`${path}:${start.line}:${start.column}`, message, ...(fix === undefined ? [] : [fix])].join('\n')
    const failed = severity === 'error'
    const body = failed
      ? element('failure', {message: shortened(message, longestName), type: rule}, told)
      : element('system-out', {}, `${severity} ${told}`)
    return {failed, xml: element('testcase', {...attributes, time: 0}, [body])}
  })
}

/** What a command tells beside its findings: each thing that went well, and a failure that no finding explains. */
function ownCases({lines = [], outcome, summary}: Report, explained: boolean): Case[] {
  const seen = new Set<string>()
  const good = lines.filter(({mark, text}) => mark === 'good' && !seen.has(text) && seen.add(text))
  const bad = (outcome === 'fail' || outcome === 'invalid') && !explained
  return [
    ...good.map(({text}) => passed('mesh', text)),
    ...(outcome === 'inconclusive'
      ? [
          {
            failed: false,
            skipped: true,
            xml: element('testcase', {name: 'outcome', classname: 'mesh', time: 0}, [
              element('skipped', {message: summary}),
            ]),
          },
        ]
      : []),
    ...(bad
      ? [
          {
            failed: true,
            xml: element('testcase', {name: 'outcome', classname: 'mesh', time: 0}, [
              element('failure', {message: summary, type: outcome}, summary),
            ]),
          },
        ]
      : []),
  ]
}

function passed(classname: string, name: string): Case {
  return {failed: false, xml: element('testcase', {name, classname, time: 0})}
}

function counts(cases: readonly Case[]) {
  return {
    tests: cases.length,
    failures: cases.filter(({failed}) => failed).length,
    errors: 0,
    skipped: cases.filter(({skipped}) => skipped).length,
    time: 0,
  }
}
