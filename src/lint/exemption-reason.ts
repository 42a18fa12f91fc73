import type {ApiContract} from '../contracts/shared/model.js'
import type {AnyContract} from '../core/rule.js'
import {ruleIdOf} from '../standard/catalogue.js'

/** Why a contract exempts from a rule; undefined where it gives several reasons, of which any may be the one. */
export function exemptionReason(contract: AnyContract, rule: string): string | undefined {
  // Sound: rules of the shared folder see every contract like this.
  const {exemptions} = (contract as ApiContract).document.api
  const reasons = new Set(exemptions.filter(each => each.rule && ruleIdOf(each.rule) === rule).map(each => each.reason))
  return reasons.size === 1 ? [...reasons][0] : undefined
}
