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
