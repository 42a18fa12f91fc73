import {expectationsOf} from '../../contracts/pact/announced.js'
import {exchangesOf, openApisOf, schemasOf} from '../../contracts/pact/exchanges.js'
import type {PactContract} from '../../contracts/pact/model.js'
import {counted} from '../../core/counted.js'
import type {Finding} from '../../core/finding.js'
import {type AnyLintRule, lint} from '../../core/lint.js'
import type {Suppressed} from '../../core/report.js'
import type {Run} from '../../core/run.js'
import type {Gathered} from './gather.js'
import {interactionCount} from './interaction-count.js'
import type {Settings} from './request.js'

/** What the rules say about the pacts of one provider. */
export interface Judged extends Gathered {
  readonly findings: readonly Finding[]
  readonly suppressed: readonly Suppressed[]
  readonly unchecked: readonly Unchecked[]
}

/** Interactions that nobody could check. */
export interface Unchecked {
  readonly count: number
  /** Whose they are, and why, as a sentence. */
  readonly text: string
}

/** Judges the pacts of a provider by its contracts. */
export function judge(gathered: Gathered, rules: readonly AnyLintRule[], settings: Settings): Judged {
  const {pacts, run} = gathered
  const findings: Finding[] = []
  const suppressed: Suppressed[] = []
  for (const pact of pacts) {
    const result = lint(pact, rules, settings.of(rules, pact.source.path), undefined, run)
    findings.push(...result.findings)
    for (const {finding, exemption} of result.suppressed) {
      const {reason} = exemption
      suppressed.push({finding, by: 'exemption', ...(reason !== undefined && {reason})})
    }
  }
  return {...gathered, findings, suppressed, unchecked: pacts.flatMap(pact => uncheckedOf(pact, run))}
}

/** What no contract of the provider is about would be green without a single check. */
function uncheckedOf(pact: PactContract, run: Run): readonly Unchecked[] {
  const {requests, messages, consumer} = pact.document
  const asked = exchangesOf(pact, run)
  const withoutApi = openApisOf(run).length === 0 ? asked.filter(({graphql}) => graphql === undefined).length : 0
  const withoutEvents = messages.length - expectationsOf(pact, run).length
  const others = interactionCount(pact) - requests.length - messages.length
  const told = (count: number, what: string, why: string): readonly Unchecked[] => {
    const text = `${counted(count, what)} of "${consumer}" ${count === 1 ? 'is' : 'are'} not checked: ${why}.`
    return count === 0 ? [] : [{count, text}]
  }
  const isGraph = schemasOf(run).length > 0
  return [
    ...told(withoutApi, 'request', isGraph ? 'only a GraphQL schema is given' : 'no OpenAPI contract is given'),
    ...told(withoutEvents, 'message', 'no AsyncAPI contract is given'),
    ...told(others, 'interaction', 'no contract describes that kind'),
  ]
}
