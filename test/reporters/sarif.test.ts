import {readFileSync} from 'node:fs'
import {Ajv} from 'ajv'
import formats from 'ajv-formats'
import {expect, test} from 'vitest'
import {type SecurityGrade, securityGrades} from '../../src/core/rule.js'
import {lineHashes} from '../../src/reporters/line-hashes.js'
import {sarif} from '../../src/reporters/sarif.js'
import {awkward, findingAt} from './awkward.js'
import {report, style} from './report.js'

// The schema of OASIS (rtm 5, the one that code scanning services use) without its descriptions. It is written in
// draft 4, but uses nothing that has another meaning in draft 7.
const {$schema: _, id: __, ...schema} = JSON.parse(readFileSync('test/fixtures/sarif-2.1.0.json', 'utf8'))
const ajv = new Ajv({strict: false, allErrors: true, unicodeRegExp: false})
formats.default(ajv)
const validate = ajv.compile(schema)

function printed(given = report, how = style) {
  const log = JSON.parse(sarif(given, how))
  validate(log)
  expect(validate.errors ?? []).toEqual([])
  return log.runs[0]
}

test('the schema rejects what is no SARIF', () => {
  expect(validate({version: '2.1.0', runs: [{tool: {driver: {}}}]})).toBe(false)
})

test('describes the tool, its rules and the places of findings', () => {
  const {tool, results, originalUriBaseIds} = printed()
  expect(Object.keys(originalUriBaseIds)).toEqual(['%SRCROOT%'])
  expect(tool.driver).toMatchObject({name: 'mesh', semanticVersion: '1.2.3'})
  expect(tool.driver.rules.map((rule: {id: string}) => rule.id)).toEqual(report.rules?.map(({id}) => id))
  expect(tool.driver.rules[1].defaultConfiguration).toEqual({level: 'warning'})
  expect(tool.driver.rules[2].defaultConfiguration).toEqual({enabled: false})
  const result = results[1]
  expect(tool.driver.rules[result.ruleIndex].id).toBe(result.ruleId)
  expect(result.level).toBe('error')
  expect(result.locations[0].physicalLocation).toEqual({
    artifactLocation: {uri: 'contracts/orders.yaml', uriBaseId: '%SRCROOT%'},
    region: {startLine: 6, startColumn: 5, endLine: 6, endColumn: 8},
  })
  expect(result.relatedLocations).toHaveLength(1)
})

test('lists rules about security among the vulnerabilities, with their grade as a number', () => {
  const [rule] = report.rules ?? []
  if (!rule) throw new Error('The report has rules.')
  const propertiesOf = (security?: SecurityGrade) =>
    printed({...report, rules: [{...rule, ...(security && {security})}]}).tool.driver.rules[0].properties
  expect(propertiesOf()).toEqual({tags: ['openapi']})
  expect(propertiesOf('high')).toEqual({tags: ['openapi', 'security'], 'security-severity': '8.0'})
  const numbers = securityGrades.map(grade => Number(propertiesOf(grade)['security-severity']))
  // Where GitHub draws its lines.
  expect(numbers.map(number => [9, 6.9, 3.9, 0].findIndex(above => number > above))).toEqual([0, 1, 2, 3])
})

test('is valid without findings and rules', () => {
  expect(printed({outcome: 'pass', summary: 'Clean.', findings: []}).results).toEqual([])
})

test('writes paths as URIs', () => {
  const [finding] = report.findings
  if (!finding) throw new Error('The report has findings.')
  const {results} = printed({
    outcome: 'fail',
    summary: 'Bad.',
    findings: [{...finding, location: {...finding.location, path: 'my contracts/a#1.yaml'}}],
  })
  expect(results[0].locations[0].physicalLocation.artifactLocation.uri).toBe('my%20contracts/a%231.yaml')
})

test('gives each result the fingerprint that code scanning computes, and one of its own', () => {
  const [first, second] = printed().results
  const text = report.sources?.[0]?.text ?? ''
  expect(first.partialFingerprints.primaryLocationLineHash).toBe(lineHashes(text, new Set([2])).get(2))
  expect(second.partialFingerprints.primaryLocationLineHash).toBe(lineHashes(text, new Set([6])).get(6))
  const own = [first, second].map(result => result.partialFingerprints['meshFinding/v1'])
  expect(new Set(own).size).toBe(2)
  const moved = {...report, findings: [findingAt(206, {...report.findings[0], location: findingAt(206).location})]}
  expect(printed(moved).results[0].partialFingerprints).toEqual({'meshFinding/v1': own[1]})
})

test('lists suppressed results only when all are asked for: GitHub would open an alert for each', () => {
  const given = {
    ...report,
    suppressed: [
      {finding: findingAt(3, {message: 'Exempted.'}), by: 'exemption', reason: 'Agreed.'},
      {finding: findingAt(4, {message: 'Old.'}), by: 'baseline'},
    ],
  } as const
  const kindsOf = (all: boolean) =>
    printed(given, {...style, all}).results.map(
      (result: {suppressions?: {kind: string}[]}) => result.suppressions?.[0]?.kind,
    )
  expect(kindsOf(false)).toEqual([undefined, undefined])
  expect(kindsOf(true)).toEqual([undefined, 'inSource', 'external', undefined])
})

test('names files as the repository does, and those outside of it by an address', () => {
  const [finding] = report.findings
  if (!finding) throw new Error('The report has findings.')
  const uri = (path: string, pathInRepository = (name: string) => name) =>
    printed({...report, findings: [{...finding, location: {...finding.location, path}}]}, {...style, pathInRepository})
      .results[0].locations[0].physicalLocation.artifactLocation.uri
  expect(uri('a b.yaml', path => `services/${path}`)).toBe('services/a%20b.yaml')
  expect(uri('/elsewhere/a b.yaml')).toBe('file:///elsewhere/a%20b.yaml')
  expect(uri('https://example.com/a.yaml')).toBe('https://example.com/a.yaml')
})

test('keeps within what code scanning accepts: the worst 25,000, and says how many are left out', () => {
  const findings = Array.from({length: 25_002}, (_, index) =>
    findingAt(index + 1, {severity: index >= 25_000 ? 'error' : 'warning', message: `No. ${index}`}),
  )
  const log = JSON.parse(sarif({...report, findings}, style)).runs[0]
  expect(log.results).toHaveLength(25_000)
  expect(log.results.filter((result: {level: string}) => result.level === 'error')).toHaveLength(2)
  expect(log.invocations[0].toolExecutionNotifications[0].message.text).toContain('2 further findings')
})

test('is valid whatever the texts are, with regions that end behind their start', () => {
  const [result] = printed(awkward).results
  const {startLine, endLine} = result.locations[0].physicalLocation.region
  expect(endLine).toBeGreaterThanOrEqual(startLine)
})

test('names the element that is meant, so that results without a file can be read, too', () => {
  const [result] = printed({...report, findings: [findingAt(6, {element: '/paths/~1orders/get'})]}).results
  expect(result.locations[0].logicalLocations).toEqual([{fullyQualifiedName: '/paths/~1orders/get'}])
})
