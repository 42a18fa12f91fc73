import {expect, test} from 'vitest'
import {isSound} from './is-sound.js'
import {waysToChoose} from './ways.js'

const {together} = await waysToChoose()

test('there is something to try together', () => {
  expect(together.map(({template}) => template)).toEqual(['gateway', 'service'])
})

for (const way of together) isSound(way, {otherNames: true})
