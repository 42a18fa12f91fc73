import type {Contract} from '../../core/contract.js'
import type {LintRule} from '../../core/rule.js'

/** A named piece of data that crosses the wire: a property, a message field, a query parameter. */
export interface ApiField {
  readonly name: string
  /** What the language of the contract calls it, for messages: `property`, `query parameter`, `field`. */
  readonly what: string
  readonly deprecated: boolean
  /** A place of the contract's own kind, to be handed to `report`. */
  readonly at: unknown
}

/** What contracts of all kinds have in common; every reader gives it, so that a rule of the standard is written once. */
export interface ApiModel {
  readonly fields: readonly ApiField[]
}

/** Any contract, as the rules of `contracts/shared/lint` see it. */
export type ApiContract = Contract<string, {readonly api: ApiModel}, unknown>

/** Gives the file of a shared rule its types. */
export function lintRule<Options = unknown>(rule: LintRule<ApiContract, Options>): LintRule<ApiContract, Options> {
  return rule
}
