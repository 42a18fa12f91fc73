import {type Finding, inOrder, type Severity, severities} from '../core/finding.js'
import {fingerprints} from '../core/fingerprint.js'
import type {Report, Reporter, Suppressed} from '../core/report.js'
import type {SecurityGrade} from '../core/rule.js'
import type {Location} from '../core/source.js'
import {findingsOfFiles} from './findings-of-files.js'
import {lineHashes} from './line-hashes.js'
import {rulePage} from './rule-page.js'
import {shortened} from './shortened.js'

/** GitHub calls what is above 9 critical, from 7 on high, from 4 on medium; each grade is the middle of its range. */
const securityNumbers = {critical: '9.5', high: '8.0', medium: '5.5', low: '2.0'} as const satisfies Record<
  SecurityGrade,
  string
>

const levels = {error: 'error', warning: 'warning', info: 'note'} as const satisfies Record<Severity, string>

/** Code scanning refuses a file with more results. */
const mostResults = 25_000

/** Code scanning takes no longer texts of rules, and shows no more of a message. */
const longestText = 1_024

/** What relative addresses are relative to: the top of the repository, wherever somebody has it. */
const sourceRoot = '%SRCROOT%'

const kinds = {exemption: 'inSource', baseline: 'external'} as const satisfies Record<Suppressed['by'], string>

/**
 * SARIF 2.1.0, as code scanning services read it. GitHub opens an alert for a suppressed result as for any other, so they
 * are left out unless everything is asked for.
 */
export const sarif: Reporter = (report, {version, pathInRepository, all}) => {
  const {findings, suppressed = [], rules = []} = report
  const order = new Map(rules.map(({id}, index) => [id, index]))
  const kept = new Map(
    all
      ? suppressed.map(({finding, by, reason}) => [
          finding,
          {kind: kinds[by], status: 'accepted', ...(reason !== undefined && {justification: reason})},
        ])
      : [],
  )
  const found = [...findings, ...kept.keys()]
  const told = inOrder(worst(found))
  const left = found.length - told.length
  const identities = fingerprints(told, pathInRepository)
  const hashOf = hashes(told, report)
  const run = {
    tool: {
      driver: {
        name: 'mesh',
        semanticVersion: version,
        informationUri: 'https://github.com/mesh-cli/mesh',
        rules: rules.map(({id, summary, why, fix, severity, security}) => ({
          id,
          shortDescription: {text: shortened(`${summary}.`, longestText)},
          fullDescription: {text: shortened(why, longestText)},
          help: {text: fix, markdown: `${why}\n\n${fix}\n\n[About ${id}](${rulePage(id)})`},
          helpUri: rulePage(id),
          defaultConfiguration: severity === 'off' ? {enabled: false} : {level: levels[severity]},
          properties: {
            tags: [...id.split('/').slice(0, 1), ...(security ? ['security'] : [])],
            ...(security && {'security-severity': securityNumbers[security]}),
          },
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
    originalUriBaseIds: {[sourceRoot]: {description: {text: 'The top folder of the repository.'}}},
    results: told.map((finding, index) => ({
      ruleId: finding.rule,
      ...(order.has(finding.rule) && {ruleIndex: order.get(finding.rule)}),
      level: levels[finding.severity],
      message: {text: sentencesOf(finding)},
      locations: [placeOf(finding, pathInRepository)],
      ...(finding.related?.length && {
        relatedLocations: finding.related.map((place, id) => ({
          id,
          physicalLocation: physical(place.location, pathInRepository),
          message: {text: shortened(place.message, longestText)},
        })),
      }),
      partialFingerprints: {...hashOf(finding.location), 'meshFinding/v1': identities[index]},
      ...(kept.has(finding) && {suppressions: [kept.get(finding)]}),
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

function placeOf({location, element}: Finding, pathOf: (path: string) => string) {
  return {
    physicalLocation: physical(location, pathOf),
    ...(element !== undefined && element !== '' && {logicalLocations: [{fullyQualifiedName: element}]}),
  }
}

function physical({path, start, end}: Location, pathOf: (path: string) => string) {
  return {
    artifactLocation: artifactOf(pathOf(path)),
    region: {startLine: start.line, startColumn: start.column, endLine: end.line, endColumn: end.column},
  }
}

/** A file outside of the repository has an address of its own, as has one that was loaded from the network. */
function artifactOf(path: string) {
  // Half of a character, as a name of a file may have, has no code.
  const whole = path.replaceAll(/\p{Surrogate}/gu, '\uFFFD')
  if (/^https?:\/\//.test(whole)) return {uri: encodeURI(whole)}
  const uri = whole.split('/').map(encodeURIComponent).join('/')
  return path.startsWith('/') ? {uri: `file://${uri}`} : {uri, uriBaseId: sourceRoot}
}

/** What is wrong, and what to do where there is room for it. */
function sentencesOf({message, fix}: Finding): string {
  return shortened(fix === undefined ? message : `${message} ${fix}`, longestText)
}
