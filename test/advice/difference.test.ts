import {expect, test} from 'vitest'
import {makesDifference} from '../../src/advice/difference.js'
import {questionNames} from '../../src/advice/questions.js'

const answered = {
  'user-facing': ['yes'],
  duration: ['under-2s'],
  consistency: ['eventual'],
  consumers: ['apps'],
}

const asked = (known: object) => questionNames.filter(name => !(name in known) && makesDifference(name, known))

test.each([
  ['apps may need anything', {}, ['transaction', 'queries', 'live', 'history', 'sources', 'broker']],
  ['services have no screens', {consumers: ['services']}, ['transaction', 'history', 'sources', 'broker']],
  ['no events, no broker', {transaction: ['local']}, ['queries', 'live', 'history', 'sources']],
  ['subscribers need a broker', {transaction: ['local'], consumers: ['subscribers']}, ['history', 'sources', 'broker']],
])('%s', (_, more, names) => {
  expect(asked({...answered, ...more})).toEqual(names)
})

test('what has no default is always asked', () => {
  const always = ['user-facing', 'duration', 'consistency', 'consumers'] as const
  for (const name of always) expect(makesDifference(name, {}), name).toBe(true)
})
