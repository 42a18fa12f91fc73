import {readdirSync, readFileSync} from 'node:fs'
import {join} from 'node:path'
import {loadAll} from 'js-yaml'
import {beforeAll, describe, expect, test} from 'vitest'
import {figuresOf} from './figures.js'
import {metricsText} from './metrics-text.js'

// Alerts that ask for what nobody says are silent for ever; panels stay empty. So each figure of each expression is looked
// for in what the service says when it runs.

/** What Prometheus adds by itself. */
const ofPrometheus = ['up']
/** The figures that are exported, by their names. */
let exported: ReadonlySet<string>

beforeAll(async () => {
  const text = await metricsText()
  const declared = [...text.matchAll(/^# TYPE (\S+) (\S+)$/gm)]
  exported = new Set(
    declared.flatMap(([, name = '', type]) =>
      type === 'histogram' ? [`${name}_bucket`, `${name}_sum`, `${name}_count`] : [name],
    ),
  )
}, 60_000)

/** Every `expr` in a document, wherever it stands. */
function expressionsIn(value: unknown): readonly string[] {
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, member]) =>
    key === 'expr' && typeof member === 'string' ? [member] : expressionsIn(member),
  )
}

const expressions = readdirSync('deploy', {recursive: true, encoding: 'utf8'})
  .filter(path => /\.(ya?ml|json)$/.test(path))
  .flatMap(path => {
    const documents = loadAll(readFileSync(join('deploy', path), 'utf8'))
    return documents.flatMap(expressionsIn).map(expression => ({path, expression}))
  })

test('the service says something, and there is something that asks', () => {
  expect(exported.size).toBeGreaterThan(10)
  expect(expressions.length).toBeGreaterThan(0)
})

describe.each(expressions)('$path: $expression', ({expression}) => {
  test('asks for figures that there are, of this job', () => {
    const {names, labels} = figuresOf(expression)
    expect(names.length).toBeGreaterThan(0)
    expect(names.filter(name => !exported.has(name) && !ofPrometheus.includes(name))).toEqual([])
    expect(labels).toContain('job')
  })
})

test('names and labels are found in any expression', () => {
  const expression =
    'histogram_quantile(0.9, sum by (le, route) (rate(a_bucket{job="x", code=~"5..|rate"}[5m]))) > 2 and on (route) b:c offset 1h'
  expect(figuresOf(expression)).toEqual({names: ['a_bucket', 'b:c'], labels: ['job', 'code', 'le', 'route', 'route']})
})
