import {expect, test} from 'vitest'
import {didYouMean, nearest} from '../../src/core/suggest.js'

const rules = ['openapi/operation-id', 'openapi/path-style', 'openapi/path-versioned', 'shared/field-naming']

test.each([
  ['openapi/operationid', 'openapi/operation-id'],
  ['openapi/path-stile', 'openapi/path-style'],
  ['OPENAPI/PATH-STYLE', 'openapi/path-style'],
  ['field-naming', 'shared/field-naming'],
  ['shared/feild-naming', 'shared/field-naming'],
])('%s is meant for %s', (given, meant) => {
  expect(nearest(given, rules)).toBe(meant)
})

test.each(['x', '', 'kubernetes', 'asyncapi/topic'])('"%s" is near to none', given => {
  expect(nearest(given, rules)).toBeUndefined()
  expect(didYouMean(given, rules)).toBe('')
})

test('swapped neighbours are one mistake', () => {
  expect(nearest('lnit', ['link', 'lint'])).toBe('lint')
})

test('is a sentence that goes behind another', () => {
  expect(`Rule "path-stlye" is unknown.${didYouMean('path-stlye', ['path-style'])}`).toBe(
    'Rule "path-stlye" is unknown. Did you mean "path-style"?',
  )
})

test('among all short names the nearest is the one with the fewest edits, counted by the whole table', () => {
  const names = ['', 'a', 'b', 'c'].flatMap(one =>
    ['', 'a', 'b'].flatMap(two => ['x', 'ax', 'xb'].map(end => one + two + end)),
  )
  for (const given of names) {
    const others = names.filter(name => name !== given)
    const meant = nearest(given, others)
    const least = Math.min(...others.map(name => edits(given, name)))
    const most = Math.floor(Math.max(given.length, 3) * 0.4)
    expect([given, meant === undefined ? undefined : edits(given, meant)]).toEqual([
      given,
      least <= most ? least : undefined,
    ])
  }
})

/** Inserts, deletes, replacements and swaps of neighbours, without any shortcut. */
function edits(one: string, other: string): number {
  const table = [...one, ''].map(() => [...other, ''].map(() => 0))
  const at = (i: number, j: number) => table[i]?.[j] ?? Number.POSITIVE_INFINITY
  for (let i = 0; i <= one.length; i++)
    for (let j = 0; j <= other.length; j++) {
      const same = one[i - 1] === other[j - 1] ? 0 : 1
      const swap = one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1] ? at(i - 2, j - 2) + 1 : at(-1, -1)
      const row = table[i] ?? []
      row[j] = i + j === 0 ? 0 : Math.min(at(i - 1, j) + 1, at(i, j - 1) + 1, at(i - 1, j - 1) + same, swap)
    }
  return at(one.length, other.length)
}
