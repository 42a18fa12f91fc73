import {describe, expect, test} from 'vitest'
import {choices} from '../../../src/contracts/json/pattern/choices.js'
import {linearExpression} from '../../../src/contracts/json/pattern/linear-expression.js'
import {patternMatches} from '../../../src/contracts/json/pattern/pattern-matches.js'

/* What the engine of JavaScript says decides, wherever it can be asked. */
const texts = [
  '',
  'a',
  'aa-b',
  'A1',
  '1.2.3',
  'a b\u00a0c',
  'a\r\nb',
  '\v',
  '\ufeff',
  'ä',
  'x-ß-1',
  '😀',
  '-',
  ']',
  '[a]',
  '\\',
  'ada@example.com',
  '2026-11-21',
  '/a/b',
  'a_b',
  '\u2028',
]
const patterns = [
  '',
  '^$',
  'a',
  '^a|b$',
  '^[a-z0-9]+(-[a-z0-9]+)*$',
  '^([A-Za-z]+\\s?)+$',
  '^\\S+$',
  '^[\\s\\w]*$',
  '^[^\\s]*$',
  '\\bb\\b',
  '^(?:[0-9]+\\.){2}[0-9]+$',
  '^(?<year>\\d{4})-\\d\\d-\\d\\d$',
  '^[\\]\\[a]+$',
  '^[^]$',
  '^\\p{L}+$',
  '^\\u00e4$',
  '^\\u{1F600}$',
  '^.$',
  '^\\x41',
  '^\\/([^/]+\\/?)+$',
  '^[\\w.+-]+@[\\w-]+(\\.[\\w-]+)+$',
  '\\d{1,3}(?:,\\d{3})*',
  '^a{2}-b?$',
  '^\\cM?$',
  '^[a\\-]+$',
  '^a\\_b$',
]

describe.each(patterns)('%j', pattern => {
  const usual = new RegExp(pattern, pattern.includes('\\_') ? '' : 'u')

  test('is matched as usual', () => {
    expect(texts.filter(text => patternMatches(pattern, text))).toEqual(texts.filter(text => usual.test(text)))
  })

  test('is matched the same in linear time', () => {
    const linear = linearExpression(pattern)
    expect(linear && texts.filter(linear)).toEqual(texts.filter(text => usual.test(text)))
  })
})

test.each([
  ['^(a+)+$', 'a', '!', false],
  ['^(a|a)*$', 'a', '!', false],
  ['^(a|aa)+$', 'a', '', true],
  ['(x+x+)+y', 'x', '', false],
  ['^(\\w+\\s?)*$', 'word ', '!', false],
  ['^(([a-z])+.)+[A-Z]([a-z])+$', 'a', '', false],
  ['a*a*a*a*a*a*a*a*b', 'a', '', false],
  ['^(a?){40}a{40}$', 'a', '', false],
  ['^(.*a){12}$', 'a', 'b', false],
  ['(?:a{0,100}){0,9}c', 'a', '', false],
] as const)('%s ends', (pattern, repeated, last, fits) => {
  expect(patternMatches(pattern, repeated.repeat(400) + last)).toBe(fits)
})

test.each([
  ['a lookahead around nested repetition', '^(?=(a+)+$).*$'],
  ['a reference to a group', '^(a+)+\\1$'],
  ['a named reference', '^(?<all>a+)+\\k<all>$'],
  ['repetition that RE2 refuses', '^(a{0,900}){0,900}$'],
  ['more groups than anybody writes', `${'('.repeat(600)}a+${')+'.repeat(600)}$`],
  ['what never ends as a pattern', `^${'(a+)+'.repeat(2000)}$`],
  ['what counts far', '^([a-z]{0,990}|[a-y]{0,990}b|[b-z]{0,990}c|[c-z]{0,990}d|[d-z]{0,990}e)+[!?]$'],
] as const)('%s is not tried', (_, pattern) => {
  expect(patternMatches(pattern, `${'a'.repeat(400)}#`)).toBeUndefined()
})

test.each([
  ['^(?=.*[a-z])(?=.*[A-Z])(?=.*\\d)[A-Za-z\\d!]{8,64}$', 'correctHorse9batteryStaple', true],
  ['^(?=.*[a-z])(?=.*[A-Z])(?=.*\\d)[A-Za-z\\d!]{8,64}$', 'correcthorse9batterystaple', false],
  ['^(?!-)[a-z-]{1,63}(?<!-)$', 'a-b-', false],
  ['^(a)(b)\\2$', 'abb', true],
])('%s: what only the usual engine knows is tried where it ends', (pattern, text, fits) => {
  expect(patternMatches(pattern, text)).toBe(fits)
})

test.each([['('], ['a)'], ['a{2,1}'], ['[b-a]']])('%s is no pattern', pattern => {
  expect(patternMatches(pattern, 'a')).toBeUndefined()
})

test.each([
  ['^[0-9a-f]{8}-[0-9a-f]{4}$', 20, 1],
  ['^a*$', 20, 21],
  ['^a*b*$', 9, 100],
  ['a*', 9, 100],
  ['^(?:a|b)$', 9, 20],
  ['^(a+)+$', 2, 8],
  ['^a?b?c?$', 9, 8],
])('%s may be tried on %i characters in %i ways', (pattern, length, ways) => {
  expect(choices(pattern, length)).toBe(ways)
})
