import {expect, test} from 'vitest'
import {Lines} from '../../src/core/source.js'

test('offsets become lines and columns, also at the edges', () => {
  const lines = new Lines('ab\n\nc😀d\r\nend')
  expect(lines.position(0)).toEqual({line: 1, column: 1})
  expect(lines.position(2), 'the line break is the last character of its line').toEqual({line: 1, column: 3})
  expect(lines.position(3)).toEqual({line: 2, column: 1})
  expect(lines.position(7), 'a character outside of the basic plane is two units').toEqual({line: 3, column: 4})
  expect(lines.position(999)).toEqual({line: 4, column: 4})
  expect(lines.position(-1)).toEqual({line: 1, column: 1})
})

test('lines come without their break', () => {
  const lines = new Lines('ab\r\ncd')
  expect([lines.line(1), lines.line(2), lines.line(3), lines.line(0)]).toEqual(['ab', 'cd', '', ''])
})
