import {type Finding, inOrder, type Severity, severities} from '../core/finding.js'
import {fingerprints} from '../core/fingerprint.js'
import type {Report, Reporter} from '../core/report.js'
import type {Location} from '../core/source.js'
import {findingsOfFiles} from './findings-of-files.js'
import {lineHashes} from './line-hashes.js'
import {rulePage} from './rule-page.js'

const levels = {error: 'error', warning: 'warning', info: 'note'} as const satisfies Record<Severity, string>

/** Code scanning refuses a file with more results. */
const mostResults = 25_000

/** SARIF 2.1.0, as code scanning services read it. */
export const sarif: Reporter = (report, {version, pathInRepository}) => {
  const {findings, rules = []} = report
  const order = new Map(rules.map(({id}, index) => [id, index]))
  const told = inOrder(worst(findings))
  const left = findings.length - told.length
  const identities = fingerprints(told, pathInRepository)
  const hashOf = hashes(told, report)
  const run = {
    tool: {
      driver: {
        name: 'mesh',
        semanticVersion: version,
        informationUri: 'https://github.com/mesh-cli/mesh',
        rules: rules.map(({id, summary, why, fix, severity}) => ({
          id,
          shortDescription: {text: `${summary}.`},
          fullDescription: {text: why},
          help: {text: fix, markdown: `${why}\n\n${fix}\n\n[About ${id}](${rulePage(id)})`},
          helpUri: rulePage(id),
          defaultConfiguration: severity === 'off' ? {enabled: false} : {level: levels[severity]},
          properties: {tags: id.split('/').slice(0, 1)},
        })),
      },
    },
    ...(left > 0 && {
      invocations: [
        {
          executionSuccessful: true,
          toolExecutionNotifications: [
            {level: 'warning', message: {text: `${left} further findings are left out: ${mostResults} are accepted.`}},
          ],
        },
      ],
    }),
    columnKind: 'utf16CodeUnits',
    results: told.map(({rule, severity, message, location, related, fix}, index) => ({
      ruleId: rule,
      ...(order.has(rule) && {ruleIndex: order.get(rule)}),
      level: levels[severity],
      message: {text: fix === undefined ? message : `${message} ${fix}`},
      locations: [{physicalLocation: physical(location, pathInRepository)}],
      ...(related?.length && {
        relatedLocations: related.map((place, id) => ({
          id,
          physicalLocation: physical(place.location, pathInRepository),
          message: {text: place.message},
        })),
      }),
      partialFingerprints: {...hashOf(location), 'meshFinding/v1': identities[index]},
    })),
  }
  return `${JSON.stringify({$schema: 'https://json.schemastore.org/sarif-2.1.0.json', version: '2.1.0', runs: [run]}, null, 2)}\n`
}

function worst(findings: readonly Finding[]): readonly Finding[] {
  if (findings.length <= mostResults) return findings
  const ordered = inOrder(findings)
  return severities.flatMap(severity => ordered.filter(finding => finding.severity === severity)).slice(0, mostResults)
}

/** The fingerprint that code scanning uses, from the text of the line; none where the text is not at hand. */
function hashes(findings: readonly Finding[], {sources = []}: Report) {
  const texts = new Map(sources.map(({path, text}) => [path, text]))
  const byPath = new Map<string, ReadonlyMap<number, string>>()
  for (const [path, found] of findingsOfFiles(findings)) {
    const text = texts.get(path)
    if (text !== undefined) byPath.set(path, lineHashes(text, new Set(found.map(({location: {start}}) => start.line))))
  }
  return ({path, start}: Location) => {
    const hash = byPath.get(path)?.get(start.line)
    return hash === undefined ? {} : {primaryLocationLineHash: hash}
  }
}

function physical({path, start, end}: Location, pathOf: (path: string) => string) {
  return {
    artifactLocation: {uri: uriOf(pathOf(path))},
    region: {startLine: start.line, startColumn: start.column, endLine: end.line, endColumn: end.column},
  }
}

/** A file outside of the repository has an address of its own, as has one that was loaded from the network. */
function uriOf(path: string): string {
  if (/^https?:\/\//.test(path)) return encodeURI(path)
  const escaped = path.split('/').map(encodeURIComponent).join('/')
  return path.startsWith('/') ? `file://${escaped}` : escaped
}
