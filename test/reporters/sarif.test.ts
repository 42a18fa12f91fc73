import {readFileSync} from 'node:fs'
import {Ajv} from 'ajv'
import formats from 'ajv-formats'
import {expect, test} from 'vitest'
import {sarif} from '../../src/reporters/sarif.js'
import {report, style} from './report.js'

// The schema of OASIS (rtm 5, the one that code scanning services use) without its descriptions. It is written in
// draft 4, but uses nothing that has another meaning in draft 7.
const {$schema: _, id: __, ...schema} = JSON.parse(readFileSync('test/fixtures/sarif-2.1.0.json', 'utf8'))
const ajv = new Ajv({strict: false, allErrors: true, unicodeRegExp: false})
formats.default(ajv)
const validate = ajv.compile(schema)

function printed(given = report) {
  const log = JSON.parse(sarif(given, style))
  validate(log)
  expect(validate.errors ?? []).toEqual([])
  return log.runs[0]
}

test('the schema rejects what is no SARIF', () => {
  expect(validate({version: '2.1.0', runs: [{tool: {driver: {}}}]})).toBe(false)
})

test('describes the tool, its rules and the places of findings', () => {
  const {tool, results} = printed()
  expect(tool.driver).toMatchObject({name: 'mesh', semanticVersion: '1.2.3'})
  expect(tool.driver.rules.map((rule: {id: string}) => rule.id)).toEqual(report.rules?.map(({id}) => id))
  expect(tool.driver.rules[1].defaultConfiguration).toEqual({level: 'warning'})
  expect(tool.driver.rules[2].defaultConfiguration).toEqual({enabled: false})
  const result = results[1]
  expect(tool.driver.rules[result.ruleIndex].id).toBe(result.ruleId)
  expect(result.level).toBe('error')
  expect(result.locations[0].physicalLocation).toEqual({
    artifactLocation: {uri: 'contracts/orders.yaml'},
    region: {startLine: 6, startColumn: 5, endLine: 6, endColumn: 8},
  })
  expect(result.relatedLocations).toHaveLength(1)
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
