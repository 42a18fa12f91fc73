import {loadRule, ruleIds} from '../contracts/rules.js'
import type {Documented} from './documented.js'

/** The ids of everything that can report a finding, in order. */
export const documentedIds: readonly string[] = [...ruleIds].sort()

export async function documentedRules(): Promise<readonly Documented[]> {
  return Promise.all(documentedIds.map(documentedRule))
}

export async function documentedRule(id: string): Promise<Documented> {
  return loadRule(id)
}
