import type {Situation} from './questions.js'
import {type AdviceRule, type Advised, advisedFlags, holds} from './rule.js'
import {brokers, carriedEvents} from './rules/brokers.js'
import {features} from './rules/features.js'
import {kinds, otherKinds} from './rules/kinds.js'

/** How an operation is best built. */
export interface Advice {
  /** What to choose, without what is left at its default; names in alphabetical order. */
  readonly choices: Advised
  /** The rules that led to it, in the order of the matrix. */
  readonly reasons: readonly AdviceRule[]
}

/** What the matrix says of a situation. */
export function advise(situation: Situation): Advice {
  const holding = (rules: readonly AdviceRule[]) => rules.filter(({when}) => holds(when, situation))
  const matching = holding([...kinds, ...features])
  const spoken = matching.some(({choose}) => choose?.kind) ? matching : [...holding(otherKinds), ...matching]
  const carried = spoken.some(({events}) => events) ? [...holding(brokers).slice(0, 1), ...holding(carriedEvents)] : []
  const reasons = [...spoken, ...carried]
  const choices = Object.fromEntries(
    advisedFlags.flatMap(flag => {
      const options = [...new Set(reasons.flatMap(({choose}) => choose?.[flag] ?? []))].sort()
      return options.length === 0 ? [] : [[flag, options]]
    }),
  )
  return {choices, reasons}
}

/** Every row of the matrix, by what it decides. */
export const matrix = {
  'What it speaks': [...kinds, ...otherKinds],
  'What it can do besides': features,
  'What carries its events': [...brokers, ...carriedEvents],
} as const satisfies Readonly<Record<string, readonly AdviceRule[]>>
