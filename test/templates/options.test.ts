import {expect, test} from 'vitest'
import {isSound} from './is-sound.js'
import {passesEveryStage} from './passes-every-stage.js'
import {waysToChoose} from './ways.js'

const {options} = await waysToChoose()

test('there are options', () => {
  expect(options.length).toBeGreaterThan(0)
})

for (const way of options) {
  isSound(way)
  // What speaks, or keeps data, is used in each of them.
  if (way.choice !== 'with' && way.choice !== 'deploy') passesEveryStage(way)
}
