import {existsSync} from 'node:fs'
import {expect, test} from 'vitest'
import {waysToChoose} from '../ways.js'

test('every choice has a file that tries its options', async () => {
  const {options} = await waysToChoose()
  const choices = [...new Set(options.map(({choice}) => choice))]
  expect(choices).toContain('kind')
  for (const choice of choices) expect(existsSync(`test/templates/options/${choice}.test.ts`), choice).toBe(true)
})
