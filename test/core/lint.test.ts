import {expect, test} from 'vitest'
import {z} from 'zod'
import {type AnyLintRule, lint, optionsOf} from '../../src/core/lint.js'
import type {AnyContract} from '../../src/core/rule.js'
import {Lines} from '../../src/core/source.js'

const source = {path: 'a.txt', text: 'one two\nthree\n'}
const lines = new Lines(source.text)

/** A contract whose nodes are words. */
const contract: AnyContract = {
  kind: 'words',
  source,
  document: source.text.split(/\s+/),
  locate: (word: string) => {
    const start = source.text.indexOf(word)
    return {path: source.path, start: lines.position(start), end: lines.position(start + word.length)}
  },
  exemption: (word: string, rule: string) =>
    word === 'two' && rule === 'words/short' ? {rule, reason: 'Two is two.', at: word} : undefined,
}

const short: AnyLintRule = {
  id: 'words/short',
  summary: 'Require long words',
  why: 'Short words say little.',
  fix: 'Use a longer one.',
  severity: 'warning',
  options: z.strictObject({least: z.number().default(4), allow: z.array(z.string()).default([])}),
  examples: {valid: ['three'], invalid: ['one']},
  check(_, report, {least}) {
    for (const word of ['one', 'two', 'three'])
      if (word.length < least) report(word, `"${word}" is short.`, [{at: 'three', message: 'Longer.'}])
  },
}

test('findings have the place, the severity and the related places; what the contract silences is counted', () => {
  const {findings, ignored, suppressed} = lint(contract, [short])
  expect(findings).toEqual([
    {
      rule: 'words/short',
      severity: 'warning',
      message: '"one" is short.',
      location: {path: 'a.txt', start: {line: 1, column: 1}, end: {line: 1, column: 4}},
      related: [
        {location: {path: 'a.txt', start: {line: 2, column: 1}, end: {line: 2, column: 6}}, message: 'Longer.'},
      ],
    },
  ])
  expect(ignored).toBe(1)
  expect(
    suppressed.map(({finding, exemption}) => [finding.message, finding.location.start.column, exemption.reason]),
  ).toEqual([['"two" is short.', 5, 'Two is two.']])
})

test('settings decide about severity and options, and "off" keeps a rule from running', () => {
  const found = lint(contract, [short], new Map([['words/short', {severity: 'error', options: {least: 6}}]]))
  expect(found.findings.map(({severity, message}) => `${severity} ${message}`)).toEqual([
    'error "one" is short.',
    'error "three" is short.',
  ])
  const failing = {...short, check: () => expect.unreachable()}
  expect(lint(contract, [failing], new Map([['words/short', {severity: 'off'}]])).findings).toEqual([])
})

test('the same thing about the same place is told once, with a few of the places that lead there', () => {
  const twice = {
    ...short,
    check: (_: unknown, report: Parameters<AnyLintRule['check']>[1]) => {
      for (let time = 0; time < 10; time++) report('one', 'Again.', [{at: 'three', message: `Use ${time}.`}])
    },
  }
  const [finding, ...others] = lint(contract, [twice]).findings
  expect(others).toEqual([])
  expect(finding?.related?.map(({message}) => message)).toEqual(['Use 0.', 'Use 1.', 'Use 2.'])
  expect(finding?.uses).toBe(10)
})

test('options that are not right are a sentence with what was meant', () => {
  expect(optionsOf(short, {least: 2})).toEqual({least: 2, allow: []})
  expect(() => optionsOf(short, {leest: 2})).toThrow('Key "leest" is unknown. Did you mean "least"?')
  expect(() => optionsOf(short, {least: 'two'})).toThrow('Key "least" has to be a number, but it is "two".')
  const {options: _, ...plain} = short
  expect(() => optionsOf(plain, {least: 2})).toThrow('has no options')
  expect(optionsOf(plain)).toEqual({})
})

test('where a rule that counts more has told of a place, one that defers to it is silent, within the place too', () => {
  const tell = (id: string, words: readonly string[], defersTo?: readonly string[]): AnyLintRule => ({
    ...short,
    id,
    ...(defersTo && {defersTo}),
    options: z.strictObject({}),
    check: (_, report) => {
      for (const word of words) report(word, `${id} tells of "${word}".`)
    },
  })
  const told = (...rules: AnyLintRule[]) => lint(contract, rules).findings.map(({message}) => message)
  const modest = tell('words/modest', ['one', 'tw', 'three'], ['words/loud'])
  expect(told(modest, tell('words/loud', ['one two']))).toEqual([
    'words/modest tells of "three".',
    'words/loud tells of "one two".',
  ])
  expect(told(modest, tell('words/loud', ['on', 'hree'])).filter(each => each.startsWith('words/modest'))).toHaveLength(
    3,
  )
  expect(told(modest)).toHaveLength(3)
})

test('what a rule tells twice is one finding; what begins at one place and differs are several', () => {
  const rule: AnyLintRule = {
    ...short,
    check(_, report) {
      for (const word of ['one', 'one two', 'one', 'one two']) for (const what of ['a', 'b', 'a']) report(word, what)
    },
  }
  const {findings} = lint(contract, [rule])
  expect(findings.map(({message, location: {start, end}}) => [message, start.column, end.column])).toEqual([
    ['a', 1, 4],
    ['b', 1, 4],
    ['a', 1, 8],
    ['b', 1, 8],
  ])
})

test('of many places that explain a finding some are told, and all are counted', () => {
  const rule: AnyLintRule = {
    ...short,
    check(_, report) {
      for (const word of ['three', 'three', 'two', 'two', 'three'])
        report('one', 'Used.', [{at: word, message: `By ${word}.`}])
    },
  }
  const [finding] = lint(contract, [rule]).findings
  expect(finding?.related?.map(({message}) => message)).toEqual(['By three.', 'By three.', 'By two.'])
  expect(finding?.uses).toBe(5)
  expect(Object.keys(finding ?? {})).toEqual(['rule', 'severity', 'message', 'location', 'related', 'uses'])
})
