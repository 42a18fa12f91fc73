import {checks} from '../contracts/checks.js'
import {loadRule, ruleIds} from '../contracts/rules.js'
import {gatewayChecks} from '../loadtest/gateway/checks.js'
import {loadtestChecks} from '../loadtest/verdict/checks.js'
import {pactChecks} from '../pact/checks.js'
import {catalogueNameOf} from '../standard/catalogue.js'
import {catalogueNames} from '../standard/rule-names.js'
import type {Documented} from './documented.js'

/** What reports findings without being a rule that is found by its file. */
const built: readonly Documented[] = [
  ...checks.map(check => ({...check, configurable: true})),
  ...[...loadtestChecks, ...gatewayChecks.map(({rule}) => rule)].map(check => ({...check, configurable: false})),
  ...pactChecks.map(check => ({...check, configurable: false})),
]

/** The ids of everything that can report a finding: what is about contracts first, each part in order. */
export const documentedIds: readonly string[] = [
  ...[...ruleIds, ...built.filter(({configurable}) => configurable).map(({id}) => id)].sort(),
  ...built
    .filter(({configurable}) => !configurable)
    .map(({id}) => id)
    .sort(),
]

export async function documentedRules(): Promise<readonly Documented[]> {
  return Promise.all(documentedIds.map(documentedRule))
}

/** One of them; `id` is one of `documentedIds`. */
export async function documentedRule(id: string): Promise<Documented> {
  const check = built.find(each => each.id === id)
  if (check !== undefined) return check
  const catalogueName = catalogueNameOf(id)
  return {...(await loadRule(id)), configurable: true, ...(catalogueNames.has(catalogueName) && {catalogueName})}
}
