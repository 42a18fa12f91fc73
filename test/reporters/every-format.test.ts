import {gzipSync} from 'node:zlib'
import {describe, expect, test} from 'vitest'
import type {Report} from '../../src/core/report.js'
import {formats, reporters} from '../../src/reporters/index.js'
import {shortened} from '../../src/reporters/shortened.js'
import {awkward, findingAt, huge} from './awkward.js'
import {report, style} from './report.js'
import {type Element, parseXml} from './well-formed.js'

/** Findings that differ as little as two findings can. */
const alike: Report = {
  outcome: 'fail',
  summary: '8 errors.',
  findings: ['/paths/a', '/paths/b', undefined].flatMap(element =>
    [9, 12].map(column =>
      findingAt(4, {
        ...(element !== undefined && {element}),
        location: {path: 'a.yaml', start: {line: 4, column: 3}, end: {line: 4, column}},
      }),
    ),
  ),
  sources: ['a', 'b', 'c'].map(name => ({path: `${name}.yaml`, text: 'x: 1\n'.repeat(9)})),
}

describe.each(formats)('%s', format => {
  test.each([
    ['of an ordinary report', report],
    ['of a huge one', huge],
    ['of findings that are alike', alike],
  ])('is the same to the byte however the findings %s arrive', async (_, given) => {
    const reporter = await reporters[format]()
    const first = reporter(given, style)
    const {findings, sources = []} = given
    for (const seed of [1, 2, 3])
      expect(reporter({...given, findings: shuffled(findings, seed), sources: shuffled(sources, seed)}, style)).toBe(
        first,
      )
  })

  test('has an end, is no larger than its texts, and is text of Unicode whatever it tells', async () => {
    const reporter = await reporters[format]()
    const told = huge.findings.reduce((sum, {message}) => sum + Buffer.byteLength(message), 0)
    // The message, and twice as much for what makes a case or a result of it.
    expect(Buffer.byteLength(reporter(huge, {...style, all: true}))).toBeLessThan(3 * told + 10_000 * 1_500)
    const odd = reporter(awkward, style)
    expect(odd.endsWith('\n')).toBe(true)
    expect(Buffer.from(odd, 'utf8').toString('utf8').length).toBe(odd.length)
  })
})

test('SARIF stays below the 10 MB that code scanning takes, compressed, with as many results as it takes', async () => {
  const sarif = await reporters.sarif()
  const findings = Array.from({length: 25_000}, (_, index) => ({
    ...(huge.findings[index % 10_000] ?? findingAt(1)),
    element: `/paths/${index}`,
  }))
  expect(gzipSync(sarif({...huge, findings}, style)).length).toBeLessThan(10_000_000)
})

test('JUnit is what its schema asks for: elements, attributes and their values', async () => {
  const junit = await reporters.junit()
  const warnings = {...report, findings: report.findings.map(finding => ({...finding, severity: 'warning'}) as const)}
  for (const given of [report, awkward, huge, alike, warnings])
    expect(faultsOf(parseXml(junit(given, style)), shapes.testsuites)).toEqual([])
  expect(
    faultsOf(parseXml('<testsuites name="x"><testsuite name=""/><test/></testsuites>'), shapes.testsuites),
    'what is not so is seen',
  ).toEqual([
    'testsuites lacks tests',
    'testsuites lacks failures',
    'testsuite has name=""',
    'testsuite lacks tests',
    'testsuite lacks failures',
    'testsuite lacks errors',
    'testsuite lacks skipped',
    'testsuites may not have test',
  ])
})

test('a text that is cut ends in a sign and in no half of a character', () => {
  expect(shortened('abc', 3)).toBe('abc')
  expect(shortened('abcd', 3)).toBe('ab…')
  expect(shortened('a😀😀', 3)).toBe('a…')
})

/** An element of the XML schema of JUnit (the one of Jenkins), as far as a reader may rely on it. */
interface Shape {
  readonly needs: Readonly<Record<string, RegExp>>
  readonly allows?: Readonly<Record<string, RegExp>>
  readonly inside?: Readonly<Record<string, Shape>>
}

const count = /^\d+$/
const seconds = /^\d+(\.\d+)?$/
const words = /^.+$/s
const outcome: Shape = {needs: {}, allows: {message: words, type: words}}

const shapes = {
  testsuites: {
    needs: {tests: count, failures: count},
    allows: {name: words, errors: count, skipped: count, time: seconds},
    inside: {
      testsuite: {
        needs: {name: words, tests: count, failures: count, errors: count, skipped: count},
        allows: {time: seconds},
        inside: {
          testcase: {
            needs: {name: /^.{1,600}$/s, classname: words},
            allows: {time: seconds, file: words, line: count},
            inside: {failure: outcome, 'system-out': {needs: {}}},
          },
        },
      },
    },
  },
} as const satisfies Record<string, Shape>

function faultsOf({name, attributes, children}: Element, {needs, allows = {}, inside = {}}: Shape): string[] {
  const given = Object.entries(attributes).flatMap(([key, value]) =>
    ({...needs, ...allows})[key]?.test(value) ? [] : [`${name} has ${key}="${value}"`],
  )
  const lacking = Object.keys(needs).flatMap(key => (key in attributes ? [] : [`${name} lacks ${key}`]))
  const below = children.flatMap(child => {
    const shape = inside[child.name]
    return shape === undefined ? [`${name} may not have ${child.name}`] : faultsOf(child, shape)
  })
  return [...given, ...lacking, ...below]
}

/** Another order, the same in every run for a seed. */
function shuffled<T>(items: readonly T[], seed: number): T[] {
  return items
    .map((item, index) => ({item, key: Math.imul(index + 1, 2654435761 * seed) >>> 0}))
    .sort((a, b) => a.key - b.key)
    .map(({item}) => item)
}
