import {expect, test} from 'vitest'
import {Line} from '../../src/platform/http/line.js'

const itemsOf = (line: Line<string>) => [...line].map(({item}) => item)

test('things stand in the order in which they came, and leave from any place', () => {
  const line = new Line<string>()
  const [first, second, third, last] = ['a', 'b', 'c', 'd'].map(item => line.join(item))
  expect(itemsOf(line)).toEqual(['a', 'b', 'c', 'd'])
  second?.leave()
  expect(itemsOf(line)).toEqual(['a', 'c', 'd'])
  last?.leave()
  first?.leave()
  expect(itemsOf(line)).toEqual(['c'])
  line.join('e')
  third?.leave()
  expect(itemsOf(line)).toEqual(['e'])
})

test('to leave twice takes nobody else along', () => {
  const line = new Line<string>()
  const [gone] = ['a', 'b', 'c'].map(item => line.join(item))
  gone?.leave()
  gone?.leave()
  expect(itemsOf(line)).toEqual(['b', 'c'])
})

test('whoever is looked at may leave', () => {
  const line = new Line<string>()
  for (const item of ['a', 'b', 'c']) line.join(item)
  const seen: string[] = []
  for (const place of line) {
    seen.push(place.item)
    if (place.item !== 'b') place.leave()
  }
  expect([seen, line.first?.item]).toEqual([['a', 'b', 'c'], 'b'])
  line.first?.leave()
  expect(line.first).toBeUndefined()
})

test('what has left leads to nobody who is still there', () => {
  const line = new Line<string>()
  const [gone] = ['a', 'b'].map(item => line.join(item))
  gone?.leave()
  expect(JSON.stringify(gone, (key, value) => (key === '' || value !== gone ? value : 'itself'))).toBe(
    '{"item":"a","next":"itself","previous":"itself"}',
  )
})
