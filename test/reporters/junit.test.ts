import {expect, test} from 'vitest'
import type {Report} from '../../src/core/report.js'
import {junit} from '../../src/reporters/junit.js'
import {awkward, awkwardMessage, findingAt} from './awkward.js'
import {report, style} from './report.js'
import {type Element, parseXml} from './well-formed.js'

/** What the JUnit readers of CI servers insist on. */
function suites(given: Report): readonly Element[] {
  const root = parseXml(junit(given, style))
  expect(root.name).toBe('testsuites')
  for (const suite of root.children) {
    expect(suite.name).toBe('testsuite')
    const failed = suite.children.filter(({children}) => children.some(({name}) => name === 'failure'))
    expect(suite.attributes).toMatchObject({
      tests: String(suite.children.length),
      failures: String(failed.length),
      errors: '0',
    })
    for (const {name, attributes} of suite.children) {
      expect(name).toBe('testcase')
      expect(attributes.name).toBeTruthy()
      expect(attributes.classname).toBeTruthy()
    }
  }
  const sum = (key: string) => root.children.reduce((total, {attributes}) => total + Number(attributes[key]), 0)
  expect(root.attributes).toMatchObject({tests: String(sum('tests')), failures: String(sum('failures'))})
  return root.children
}

test('makes a failed test of an error; a warning passes and is told', () => {
  const [orders, own] = suites(report)
  expect(orders?.attributes.name).toBe('contracts/orders.yaml')
  const [warning, error] = orders?.children ?? []
  expect(warning?.children.map(({name, text}) => [name, text])).toEqual([
    ['system-out', 'warning contracts/orders.yaml:2:1\n"info" has no "description".\nSay what it is about.'],
  ])
  expect(error?.attributes).toMatchObject({
    name: 'openapi/operation-id: "GET /orders" has no operationId.',
    classname: 'contracts/orders.yaml',
    file: 'contracts/orders.yaml',
    line: '6',
  })
  expect(error?.children[0]?.attributes).toEqual({
    message: '"GET /orders" has no operationId.',
    type: 'openapi/operation-id',
  })
  expect(
    own?.children.map(({attributes}) => attributes.name),
    'what went well is a passed test',
  ).toEqual(['read the contract'])
})

test('has a passed test for each file without findings', () => {
  const sources = ['a', 'b'].map(name => ({path: `contracts/${name}.yaml`, text: ''}))
  const found = suites({outcome: 'pass', summary: 'Clean.', findings: [], sources})
  expect(found.map(({attributes}) => [attributes.name, attributes.tests, attributes.failures])).toEqual([
    ['contracts/a.yaml', '1', '0'],
    ['contracts/b.yaml', '1', '0'],
  ])
})

test('is never green when the run failed: warnings that are too many, an objective without a finding', () => {
  const findings = [findingAt(1, {severity: 'warning'})]
  const found = suites({outcome: 'fail', summary: '1 warning is more than 0.', findings})
  expect(found.at(-1)?.children[0]?.children[0]?.attributes).toEqual({
    message: '1 warning is more than 0.',
    type: 'fail',
  })
  expect(
    suites({outcome: 'invalid', summary: 'The generator was too slow.', findings: []})[0]?.attributes,
  ).toMatchObject({failures: '1'})
})

test('tells cases of one name apart, and does not name them after their lines', () => {
  const names = (lines: readonly number[]) =>
    suites({outcome: 'fail', summary: 'Bad.', findings: lines.map(line => findingAt(line))})[0]?.children.map(
      ({attributes}) => attributes.name,
    )
  const [first, second] = names([4, 9]) ?? []
  expect(first).not.toBe(second)
  expect(names([14, 19])).toEqual([first, second])
})

test('is well-formed whatever the texts are', () => {
  const [suite] = suites(awkward)
  expect(suite?.children[0]?.children[0]?.attributes.message).toBe(
    awkwardMessage.replaceAll(/[\u0000\u001B]|\uD800/g, '\uFFFD'),
  )
})

test('a run that proved nothing is a test that was skipped, and says why', () => {
  const summary = 'Inconclusive: too little was seen for 1 of 2 objectives.'
  const lines = [{mark: 'good' as const, text: 'p95<50ms: 43 ms'}]
  const [own] = suites({outcome: 'inconclusive', summary, findings: [], lines})
  expect(own?.attributes).toMatchObject({tests: '2', failures: '0', skipped: '1'})
  expect(own?.children.map(({attributes, children}) => [attributes.name, children[0]?.name])).toEqual([
    ['p95<50ms: 43 ms', undefined],
    ['outcome', 'skipped'],
  ])
  expect(own?.children[1]?.children[0]?.attributes.message).toBe(summary)
})
