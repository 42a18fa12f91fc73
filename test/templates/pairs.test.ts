import {expect, test} from 'vitest'
import {isSound, names} from './is-sound.js'
import {waysToChoose} from './ways.js'

const {options, pairs} = await waysToChoose()

test('every two options meet somewhere', () => {
  const services = options.filter(({template}) => template === 'service')
  for (const one of services)
    for (const other of services.filter(({choice}) => choice !== one.choice)) {
      const both = [one, other].map(({choice, choices}) => [choice, choices[choice]?.[0] ?? ''] as const)
      const meets = pairs.some(({choices}) => both.every(([choice, option]) => choices[choice]?.includes(option)))
      expect(meets, `${one.label} and ${other.label}`).toBe(true)
    }
})

// Names take turns, as there is no file that only one pair has.
for (const [index, way] of pairs.entries()) isSound(way, {name: names[index % names.length] ?? names[0], stages: true})
