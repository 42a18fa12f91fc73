import {expect, test} from 'vitest'
import {seeded} from '../../../src/loadtest/engine/seeded.js'
import {parseCsv} from '../../../src/loadtest/scenario/csv.js'
import {iterationTurns} from '../../../src/loadtest/scenario/iteration-turns.js'
import {parseJsonPlace, valueAt} from '../../../src/loadtest/scenario/json-place.js'
import {pathTemplate} from '../../../src/loadtest/scenario/path-template.js'
import {Queue} from '../../../src/loadtest/scenario/queue.js'
import {MissingValue, textTemplate, valueTemplate} from '../../../src/loadtest/scenario/template.js'

const values = new Map<string, unknown>([
  ['id', 'a/b?c'],
  ['size', 3],
  ['order', {id: 7, tags: ['x']}],
  ['link', 'https://elsewhere.example.com/orders/1?x=2#part'],
])

test('rows of CSV: quotes, line ends in and around values, empty values and lines', () => {
  expect(parseCsv('\uFEFFa,b\r\n1,2\r\n"x, ""y""","two\r\nlines"\r\n\r\n,\r\n3,', 'a.csv')).toEqual([
    {a: '1', b: '2'},
    {a: 'x, "y"', b: 'two\r\nlines'},
    {a: '', b: ''},
    {a: '3', b: ''},
  ])
  expect(() => parseCsv('a\n"1', 'a.csv')).toThrow('Line 2 of "a.csv" has a double quote that is not closed')
  expect(() => parseCsv('a,b\n"1\n2",3\n4', 'a.csv')).toThrow('Line 4 of "a.csv" has 1 values')
  expect(() => parseCsv('', 'a.csv')).toThrow('"a.csv" is empty.')
})

test('places in JSON', () => {
  const value = {data: [{id: 1, 'a/b': {'~': null}}]}
  const at = (text: string) => valueAt(parseJsonPlace(text) ?? [], value)
  expect(at('/data/0/id')).toBe(1)
  expect(at('$.data[0].id')).toBe(1)
  expect(at("$.data[0]['a/b']")).toEqual({'~': null})
  expect(at('/data/0/a~1b/~0')).toBeNull()
  expect(at('/data/1')).toBeUndefined()
  expect(at('/data/length')).toBe(1)
  expect(at('/toString')).toBeUndefined()
  expect(at('$')).toBe(value)
  for (const text of ['data', '$..id', '$.data[*]', '$.data[?(@.id)]']) expect(parseJsonPlace(text)).toBeUndefined()
})

test('templates: whole values keep their type, others become texts, missing members are told', () => {
  expect(valueTemplate({a: '{{ size }}', b: ['{{order}}', 'n {{ size }}'], c: 1, d: null}).fill(values)).toEqual({
    a: 3,
    b: [{id: 7, tags: ['x']}, 'n 3'],
    c: 1,
    d: null,
  })
  expect(textTemplate('{{ order.id }} {{ order }}').fill(values)).toBe('7 {"id":7,"tags":["x"]}')
  expect(() => textTemplate('{{ order.name }}').fill(values)).toThrow(MissingValue)
  const uuid = textTemplate('{{ $uuid }}')
  expect(uuid.fill(values)).not.toBe(uuid.fill(values))
})

test('what is put in a path or a query is escaped; a link is taken as it is', () => {
  const path = pathTemplate('/orders/{{ id }}/ü x?y={{ id }}', {z: '{{ id }} & {{ size }}'}, '/api')
  expect(path.fill(values)).toBe('/api/orders/a%2Fb%3Fc/%C3%BC%20x?y=a%2Fb%3Fc&z=a%2Fb%3Fc%20%26%203')
  expect(pathTemplate('{{ link }}', {page: 1}, '/api').fill(values)).toBe('/orders/1?x=2&page=1')
  for (const bad of ['javascript:alert(1)', '//elsewhere.example.com/a', 'orders/1', 5])
    expect(() => pathTemplate('{{ bad }}', {}, '').fill(new Map([['bad', bad]]))).toThrow(MissingValue)
})

test('scenarios take their turns evenly, and count their own', () => {
  const turnOf = iterationTurns(Uint32Array.from([0, 1, 0]))
  expect([0, 1, 2, 3, 4, 5].map(number => turnOf(number))).toEqual([
    {scenario: 0, ofScenario: 0},
    {scenario: 1, ofScenario: 0},
    {scenario: 0, ofScenario: 1},
    {scenario: 0, ofScenario: 2},
    {scenario: 1, ofScenario: 1},
    {scenario: 0, ofScenario: 3},
  ])
})

test('chance is even, and the same for the same seed', () => {
  const buckets = Array.from({length: 10}, () => 0)
  for (let iteration = 0; iteration < 10_000; iteration++) {
    const bucket = Math.floor(seeded(1, iteration) * 10)
    buckets[bucket] = (buckets[bucket] ?? 0) + 1
  }
  for (const count of buckets) expect(Math.abs(count - 1000)).toBeLessThan(150)
  expect(seeded(1, 5, 2)).toBe(seeded(1, 5, 2))
  expect(new Set([seeded(1, 5), seeded(2, 5), seeded(1, 6), seeded(1, 5, 1)]).size).toBe(4)
})

test('what waits longest comes first, however many wait', () => {
  const queue = new Queue<number>()
  const taken: (number | undefined)[] = []
  for (let number = 0; number < 1000; number++) {
    queue.push(number)
    if (number % 3 === 0) taken.push(queue.shift())
  }
  while (queue.length > 0) taken.push(queue.shift())
  expect(taken).toEqual(Array.from({length: 1000}, (_, index) => index))
  expect(queue.shift()).toBeUndefined()
})
