import {expect, test} from 'vitest'
// @ts-expect-error a build script, in JavaScript
import {readTemplates} from '../../bin/build/template-source.js'
import {isSound} from './is-sound.js'
import {waysToChoose} from './ways.js'

const {plain} = await waysToChoose()

test('there are templates', () => {
  expect(plain.map(({label}) => label)).toEqual(['gateway', 'service rest memory'])
})

test.each(readTemplates(`${process.cwd()}/`) as {name: string; unusedPolicies: string[]}[])(
  '$name names policies for files that it has',
  ({unusedPolicies}) => {
    expect(unusedPolicies).toEqual([])
  },
)

for (const way of plain) isSound(way, {otherNames: true, stages: way.template === 'service'})
