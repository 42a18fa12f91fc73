import {expect, test} from 'vitest'
import {advise, matrix} from '../../src/advice/advise.js'
import type {Situation} from '../../src/advice/questions.js'
import {type AdviceRule, advisedFlags, holds} from '../../src/advice/rule.js'
import {completeChoices, loadComposition} from '../../src/scaffold/composition.js'
import {loadTemplate} from '../../src/scaffold/template.js'
import {allSituations} from './situations.js'

const rules: readonly AdviceRule[] = Object.values(matrix).flat()
const situations = allSituations()
const all = situations.map(situation => ({situation, advice: advise(situation)}))

test.each(rules.map(rule => [`${JSON.stringify(rule.when)}: ${rule.because}`, rule] as const))('%s', (_, rule) => {
  const speaking = all.filter(({advice}) => advice.reasons.includes(rule))
  expect(speaking.length, 'a rule that never speaks').toBeGreaterThan(0)
  expect(speaking.length, 'a rule that always speaks').toBeLessThan(all.length)
  for (const {situation, advice} of speaking) {
    if (!holds(rule.when, situation)) expect.fail(`It speaks in ${JSON.stringify(situation)}.`)
    for (const flag of advisedFlags)
      for (const option of rule.choose?.[flag] ?? [])
        if (!advice.choices[flag]?.includes(option)) expect.fail(`${option} is lost in ${JSON.stringify(situation)}.`)
  }
})

test('every situation gets one kind at least, one broker at most, and nothing without a reason', () => {
  for (const {situation, advice} of all) {
    const {choices, reasons} = advice
    const reasoned = new Set(reasons.flatMap(({choose}) => Object.values(choose ?? {}).flat()))
    const chosen = Object.values(choices).flat()
    if (
      (choices.kind ?? []).length === 0 ||
      (choices.messaging ?? []).length > 1 ||
      chosen.some(option => !reasoned.has(option))
    )
      expect.fail(`${JSON.stringify(situation)} gives ${JSON.stringify(choices)}.`)
  }
})

const distinct = new Map(all.map(({advice}) => [JSON.stringify(advice.choices), advice.choices]))

test('every recommendation is a service that can be made, with the broker that it needs and no other', async () => {
  expect(distinct.size).toBeGreaterThan(100)
  for (const [text, choices] of distinct) {
    const {choices: composed} = await loadComposition('service', choices)
    expect(composed, text).toMatchObject({
      kind: choices.kind,
      with: choices.with ?? [],
      messaging: choices.messaging ?? [],
    })
  }
})

test('all that a service can speak, carry and be carried by is recommended to somebody', async () => {
  const offered = completeChoices(await loadTemplate('service'), {})
  const template = await loadTemplate('service')
  const recommended = new Set([...distinct.values()].flatMap(choices => Object.values(choices).flat()))
  const never = Object.keys(offered)
    .filter(flag => flag !== 'deploy')
    .flatMap(flag => Object.keys(template.choices[flag]?.options ?? {}))
    .filter(option => !recommended.has(option))
  // Memory is what a service has when nothing else is asked for; registration is about gateways, not about operations.
  expect([...new Set(never)].sort()).toEqual(['memory', 'registration'])
})

test('the order of answers changes nothing', () => {
  for (const {situation, advice} of all.filter((_, index) => index % 97 === 0)) {
    const turned = Object.fromEntries(
      Object.entries(situation).map(([name, options]) => [name, [...options].reverse()]),
    ) as unknown as Situation
    expect(advise(turned)).toEqual(advice)
  }
})
