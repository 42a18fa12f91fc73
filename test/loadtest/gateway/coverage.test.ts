import {readFileSync} from 'node:fs'
import {expect, test} from 'vitest'
import {gatewayCheckFlags} from '../../../src/gateway-check-flags.js'
import {gatewayChecks} from '../../../src/loadtest/gateway/checks.js'

const guide = readFileSync('docs/guide/gateway-checks.md', 'utf8')

/** Rows of the tables that tell of the standard, cell by cell. */
function rows(heading: string): readonly (readonly string[])[] {
  const [, part = ''] = guide.split(`## ${heading}\n`)
  const lines =
    part
      .split('\n## ')[0]
      ?.split('\n')
      .filter(line => line.startsWith('|')) ?? []
  return lines.slice(2).map(line =>
    line
      .split('|')
      .slice(1, -1)
      .map(cell => cell.trim()),
  )
}

const idsIn = (text: string) => text.match(/\b(RT|SLO)-\d+/g) ?? []

test('the guide has each check with what of the standard it tries, in the order in which they run', () => {
  const told = rows('What is tried').map(([name = '', , standard = '']) => [name.replaceAll('`', ''), idsIn(standard)])
  expect(told).toEqual(gatewayChecks.map(({name, standard}) => [name, [...standard]]))
})

test('each of the 42 runtime checks of the standard is tried by something, or has a reason', () => {
  const tried = gatewayChecks.flatMap(({standard}) => standard).filter(id => id.startsWith('RT'))
  const reasons = rows('Not tried, and why').flatMap(([ids = '']) => idsIn(ids))
  const [sentence = ''] = /^`mesh loadtest` itself measures (.*)$/m.exec(guide) ?? []
  expect(sentence).toContain('RT-01 to RT-03')
  const ofRuns = ['RT-01', 'RT-02', 'RT-03', ...idsIn(sentence.split('RT-03')[1] ?? '')]
  const wanted = Array.from({length: 42}, (_, index) => `RT-${String(index + 1).padStart(2, '0')}`)
  expect([...tried, ...reasons, ...ofRuns].sort()).toEqual(wanted)
})

test('every check has a rule of its own, and says what it needs or does in words', () => {
  for (const {name, rule, disturbs} of gatewayChecks) {
    expect(rule.id).toBe(`loadtest/${name}`)
    if (disturbs !== undefined) expect(guide).toMatch(/--destructive/)
  }
  expect(new Set(gatewayChecks.map(({name}) => name)).size).toBe(gatewayChecks.length)
})

test('the help lists the checks in their order', () => {
  const [, names] = /repeated: (.*)\.$/.exec(gatewayCheckFlags.check.summary ?? '') ?? []
  expect(names?.split(', ')).toEqual(gatewayChecks.map(({name}) => name))
})
