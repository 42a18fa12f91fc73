import {lintRules} from 'mesh:rules'
import type {AnyLintRule} from '../core/lint.js'
import {type Kind, kindNames} from './index.js'

/** Folder of the rules that judge contracts of every kind. */
const shared = 'shared'

/** The ids of all rules, in order. */
export const ruleIds: readonly string[] = Object.keys(lintRules).sort()

/** The rules that judge contracts of a kind: its own and the shared ones, in the order of their ids. */
export async function rulesFor(kind: Kind): Promise<readonly AnyLintRule[]> {
  return Promise.all(ruleIds.filter(id => id.startsWith(`${kind}/`) || id.startsWith(`${shared}/`)).map(loadRule))
}

/** The kinds whose contracts a rule judges. */
export function kindsOf(id: string): readonly Kind[] {
  return kindNames.filter(kind => id.startsWith(`${kind}/`) || id.startsWith(`${shared}/`))
}

/** One rule; `id` is one of `ruleIds`. */
export async function loadRule(id: string): Promise<AnyLintRule> {
  const load = lintRules[id]
  if (!load) throw new Error(`There is no rule "${id}".`)
  // A rule file has one default export, made by the `lintRule` of its kind: rules.test.ts runs every one of them.
  return {...((await load()).default as Omit<AnyLintRule, 'id'>), id}
}
