import type {Contract} from '../../core/contract.js'
import type {Finding} from '../../core/finding.js'
import {JsonNode, type Place} from './node.js'

/** Something that the specification of a kind does not allow. */
export interface Problem {
  readonly at: Place
  readonly message: string
  readonly fix?: string
}

/** Problems as findings of a check, without those that the contract itself silences. */
export function problemFindings(
  contract: Contract<string, unknown, Place>,
  rule: string,
  problems: readonly Problem[],
): Finding[] {
  return problems
    .filter(({at}) => contract.exemption?.(at, rule) === undefined)
    .map(({at, message, fix}) => ({
      rule,
      severity: 'error',
      message,
      location: contract.locate(at),
      element: (at instanceof JsonNode ? at : at.node).element,
      ...(fix !== undefined && {fix}),
    }))
}
