import {expect, test} from 'vitest'
import {MeshError} from '../src/core/errors.js'
import {destinations} from '../src/format-flag.js'

test('one format goes to standard output, or to --output', () => {
  expect(destinations([{format: 'json'}], undefined)).toEqual([{format: 'json'}])
  expect(destinations([{format: 'json'}], 'out.json')).toEqual([{format: 'json', file: 'out.json'}])
  expect(destinations([{format: 'json'}], '-')).toEqual([{format: 'json'}])
})

test('standard output comes first, whatever the order; --output is for the format without a file', () => {
  const chosen = [{format: 'sarif', file: 'a.sarif'}, {format: 'text'}, {format: 'junit', file: 'b.xml'}] as const
  expect(destinations(chosen, undefined)).toEqual([chosen[1], chosen[0], chosen[2]])
  expect(destinations(chosen, 'out.txt')).toEqual([{format: 'text', file: 'out.txt'}, chosen[0], chosen[2]])
})

test('nothing is printed when every format has a file', () => {
  const chosen = [{format: 'sarif', file: 'a.sarif'}] as const
  expect(destinations(chosen, undefined)).toEqual(chosen)
  expect(() => destinations(chosen, 'out.txt')).toThrow(MeshError)
})

test('two formats in one place are a mistake', () => {
  expect(() => destinations([{format: 'text'}, {format: 'json'}], undefined)).toThrow(/both "text" and "json"/)
  for (const [chosen, output] of [
    [
      [
        {format: 'json', file: 'a'},
        {format: 'sarif', file: 'a'},
      ],
      undefined,
    ],
    [[{format: 'json'}, {format: 'sarif', file: 'a'}], 'a'],
  ] as const)
    expect(() => destinations(chosen, output)).toThrow(/Two formats would be written to "a"/)
})
